package io.github.reactiveraft.core.storage;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Another disk with something around it: what is not overridden goes to that one as it is. */
public abstract class ForwardingDisk implements Disk {

    private final Disk disk;

    /** @param disk the one that files are on */
    protected ForwardingDisk(Disk disk) {
        this.disk = disk;
    }

    /** What an opened file is handed out as; by itself as it is. */
    protected DiskFile around(DiskFile file) {
        return file;
    }

    @Override
    public String locate(String name) {
        return disk.locate(name);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public DiskFile open(String name, boolean create) throws IOException {
        return around(disk.open(name, create));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void forceDirectory(String directory) throws IOException {
        disk.forceDirectory(directory);
    }

    @Override
    public Executor background() {
        return disk.background();
    }

    @Override
    public Optional<Closeable> lock(String name) throws IOException {
        return disk.lock(name);
    }
}

package io.github.reactiveraft.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file of another disk with something around it: what is not overridden goes to that one as it is. */
public abstract class ForwardingFile implements DiskFile {

    private final DiskFile file;

    /** @param file the one that bytes are in */
    protected ForwardingFile(DiskFile file) {
        this.file = file;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        return file.read(position, target);
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
        file.write(position, source);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
        file.truncate(size);
    }

    @Override
    public void force() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package io.github.reactiveraft.test.disk;

import io.github.reactiveraft.core.storage.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link CrashDisk}; dead with it. */
final class CrashFile implements DiskFile {

    private final Inode file;
    private final DiskFaults faults;
    private boolean isClosed;

    CrashFile(Inode file, DiskFaults faults) {
        this.file = file;
        this.faults = faults;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        requireOpen();
        faults.beforeRead();
        return file.read(position, target);
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
        requireOpen();
        if (position + source.remaining() > file.size()) {
            faults.requireRoom();
        }
        faults.beforeOperation();
        file.write(position, source);
    }

    @Override
    public long size() throws IOException {
        requireOpen();
        return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
        requireOpen();
        faults.beforeOperation();
        file.truncate(size);
    }

    @Override
    public void force() throws IOException {
        requireOpen();
        faults.beforeOperation();
        if (faults.isForceFailing()) {
            file.forget();
            throw new IOException("Input/output error");
        }
        file.force();
    }

    @Override
    public void close() {
        isClosed = true;
    }

    private void requireOpen() throws IOException {
        faults.requirePower();
        if (isClosed) {
            throw new IOException("The file was closed");
        }
    }
}

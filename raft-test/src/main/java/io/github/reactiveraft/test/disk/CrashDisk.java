package io.github.reactiveraft.test.disk;

import io.github.reactiveraft.core.storage.Disk;
import io.github.reactiveraft.core.storage.DiskFile;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that can lose its power. It keeps to what {@link Disk} promises and to nothing more: at a power cut
 * each write that was not forced stays, goes or is torn at sectors of 512 bytes, each change of a name that was not
 * forced stays or goes, all independently of each other. Deterministic: the same calls and the same randomness leave the
 * same bytes.
 *
 * <p>It can also fail a sync the way kernels do (the pages pass for clean afterwards, so a second sync succeeds and saves
 * nothing), rot, and refuse to work after a number of operations, so that a test can cut a program short at each of them.
 * For one thread at a time.
 */
public final class CrashDisk implements Disk {

    /** What is written as a whole or not at all. */
    public static final int SECTOR_BYTES = 512;

    private final Directory names;
    private final SortedSet<String> directories;
    private final SortedSet<String> locks = new TreeSet<>();
    private boolean dead;
    private long operationCount;
    private long lastOperation = Long.MAX_VALUE;
    private long failingForce = Long.MAX_VALUE;
    private long forceCount;

    /** An empty disk. */
    public CrashDisk() {
        this(new Directory(), new TreeSet<>());
    }

    private CrashDisk(Directory names, SortedSet<String> directories) {
        this.names = names;
        this.directories = directories;
    }

    /** Cuts the power: this disk and its open files are dead from now on; returns the disk that is found afterwards. */
    public CrashDisk crash(RandomGenerator random) {
        dead = true;
        return new CrashDisk(names.afterCut(random), new TreeSet<>(directories));
    }

    /**
     * Ends the process only: this disk and its open files are dead from now on, but nothing that was written is lost.
     * What was not forced is still not forced on the disk that is returned, and may go at a later power cut.
     */
    public CrashDisk kill() {
        dead = true;
        return copy();
    }

    /** Another disk with the same content, on which nobody has a lock; what is not forced here is not forced there. */
    public CrashDisk copy() {
        return new CrashDisk(names.copy(), new TreeSet<>(directories));
    }

    /** Flips the bits of a mask in one byte of a file, as rot does: nobody is told. */
    public void flip(String name, long position, int mask) {
        Inode file = names.file(name);
        if (file == null || position < 0 || position >= file.size()) {
            throw new IllegalArgumentException(name + " has no byte " + position);
        }
        file.flip(position, mask);
    }

    /** How many operations that change something this disk has carried out, each write, sync and change of a name. */
    public long operationCount() {
        return operationCount;
    }

    /** Lets that many operations pass, counted from the disk's first; the next one fails, and all use from then on. */
    public void stopAfter(long count) {
        lastOperation = count;
    }

    /** How often a file was forced, or tried to be. */
    public long forceCount() {
        return forceCount;
    }

    /** Fails one sync of a file, by its number from 1, and forgets what it should have saved. */
    public void failForce(long number) {
        failingForce = number;
    }

    @Override
    public String locate(String name) {
        return "crash-disk:/" + name;
    }

    @Override
    public List<String> list(String directory) throws IOException {
        requirePower();
        return names.list(directory);
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        operate();
        for (String at = directory; directories.add(at); at = Directory.directory(at)) {
            // Upwards until one is there; the root is its own parent.
        }
    }

    @Override
    public DiskFile open(String name, boolean create) throws IOException {
        requirePower();
        if (!directories.contains(Directory.directory(name))) {
            throw new NoSuchFileException(locate(name), null, "no such directory");
        }
        Inode file = names.file(name);
        if (file == null && !create) {
            throw new NoSuchFileException(locate(name));
        }
        if (file == null) {
            operate();
            file = names.create(name);
        }
        return new Handle(file);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        operate();
        names.rename(from, to, existing(from));
    }

    @Override
    public void delete(String name) throws IOException {
        operate();
        names.delete(name, existing(name));
    }

    @Override
    public void forceDirectory(String directory) throws IOException {
        operate();
        names.force(directory);
    }

    @Override
    public Optional<Closeable> lock(String name) throws IOException {
        requirePower();
        if (!locks.add(name)) {
            return Optional.empty();
        }
        open(name, true);
        return Optional.of(() -> locks.remove(name));
    }

    private Inode existing(String name) throws FileNotFoundException {
        @Nullable Inode file = names.file(name);
        if (file == null) {
            throw new FileNotFoundException(locate(name));
        }
        return file;
    }

    private void requirePower() throws IOException {
        if (dead) {
            throw new IOException("The disk has no power");
        }
    }

    private void operate() throws IOException {
        dead = dead || operationCount >= lastOperation;
        requirePower();
        operationCount++;
    }

    private final class Handle implements DiskFile {
        private final Inode file;
        private boolean closed;

        Handle(Inode file) {
            this.file = file;
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            requireOpen();
            return file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            use();
            file.write(position, source);
        }

        @Override
        public long size() throws IOException {
            requireOpen();
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            use();
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            use();
            forceCount++;
            if (forceCount == failingForce) {
                file.forget();
                throw new IOException("Input/output error");
            }
            file.force();
        }

        @Override
        public void close() {
            closed = true;
        }

        private void requireOpen() throws IOException {
            requirePower();
            if (closed) {
                throw new IOException("The file was closed");
            }
        }

        private void use() throws IOException {
            requireOpen();
            operate();
        }
    }
}

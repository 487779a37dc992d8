package io.github.reactiveraft.test.disk;

import io.github.reactiveraft.core.storage.Disk;
import io.github.reactiveraft.core.storage.DiskFile;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that can lose its power. It keeps to what {@link Disk} promises and to nothing more: at a power cut
 * each write that was not forced stays, goes or is torn at sectors of 512 bytes, each change of a name that was not
 * forced stays or goes, all independently of each other. Deterministic: the same calls and the same randomness leave the
 * same bytes.
 *
 * <p>It can also fail a sync the way kernels do (the pages pass for clean afterwards, so a second sync succeeds and saves
 * nothing), fail a read, read something else than stands there, be full, rot, and refuse to work after a number of operations, so that a test can cut a program
 * short at each of them. For one thread at a time.
 */
public final class CrashDisk implements Disk {

    /** What is written as a whole or not at all. */
    public static final int SECTOR_BYTES = 512;

    private final Directory names;
    private final SortedSet<String> directories;
    private final int lostCount;
    private final int tornCount;
    private final SortedSet<String> locks = new TreeSet<>();
    private final DiskFaults faults = new DiskFaults();

    /** An empty disk. */
    public CrashDisk() {
        this(new Directory(), new TreeSet<>(), 0, 0);
    }

    private CrashDisk(Directory names, SortedSet<String> directories, int lostCount, int tornCount) {
        this.names = names;
        this.directories = directories;
        this.lostCount = lostCount;
        this.tornCount = tornCount;
    }

    /** Cuts the power: this disk and its open files are dead from now on; returns the disk that is found afterwards. */
    public CrashDisk crash(RandomGenerator random) {
        faults.die();
        Cut cut = new Cut(random);
        Directory left = names.afterCut(cut);
        return successor(left, cut.lostCount(), cut.tornCount());
    }

    /** How many changes the power cut took that left this disk. */
    public int lostCount() {
        return lostCount;
    }

    /** How many writes the power cut tore that left this disk. */
    public int tornCount() {
        return tornCount;
    }

    /**
     * Ends the process only: this disk and its open files are dead from now on, but nothing that was written is lost.
     * What was not forced is still not forced on the disk that is returned, and may go at a later power cut.
     */
    public CrashDisk kill() {
        faults.die();
        return copy();
    }

    /** Another disk with the same content, on which nobody has a lock; what is not forced here is not forced there. */
    public CrashDisk copy() {
        return successor(names.copy(), 0, 0);
    }

    private CrashDisk successor(Directory left, int lost, int torn) {
        CrashDisk disk = new CrashDisk(left, new TreeSet<>(directories), lost, torn);
        disk.faults.room(faults.room());
        return disk;
    }

    /** Flips the bits of a mask in one byte of a file, as rot does: nobody is told. */
    public void flip(String name, long position, int mask) {
        Inode file = names.file(name);
        if (file == null || position < 0 || position >= file.size()) {
            throw new IllegalArgumentException(name + " has no byte " + position);
        }
        file.flip(position, mask);
    }

    /**
     * Gives the next one that reads a whole sector of a file, counted from 0, other bytes, once: nobody is told but a listener.
     *
     * @param instead as many bytes as the sector has, see {@link #sector}
     */
    public void misread(String name, int sector, byte[] instead, Runnable onMisread) {
        existingToSpoil(name).misread(sector * SECTOR_BYTES, instead, onMisread);
    }

    /** What stands in a sector of a file, shorter at its end. */
    public byte[] sector(String name, int number) {
        return existingToSpoil(name).sector(number);
    }

    /** What stood there before it was written last; the same as now if it was never written twice. */
    public byte[] formerSector(String name, int number) {
        return existingToSpoil(name).formerSector(number);
    }

    /** How many operations that change something this disk has carried out, each write, sync and change of a name. */
    public long operationCount() {
        return faults.operationCount();
    }

    /** Lets that many operations pass, counted from the disk's first; the next one fails, and all use from then on. */
    public void stopAfter(long count) {
        faults.stopAfter(count);
    }

    /** Is asked before every operation that changes something whether it may be carried out; if not, the disk is dead. */
    public void guard(BooleanSupplier newGuard) {
        faults.guard(newGuard);
    }

    /** Fails the next read of a file. */
    public void failRead() {
        faults.failRead();
    }

    /** Fails nothing any more of what it was to fail, and has room. */
    public void mend() {
        faults.mend();
    }

    /** Has room for what is there and for nothing else, or has room again. */
    public void full(boolean enabled) {
        faults.room(enabled ? 0 : Long.MAX_VALUE);
    }

    /** Has room for so many more times that a file grows or is created, and then for nothing else. */
    public void fullAfter(long growthCount) {
        faults.room(growthCount);
    }

    /** Says who hears when there is no room for something, once each time that it has become full. */
    public void onFull(Runnable listener) {
        faults.onFull(listener);
    }

    /**
     * How long a file is, for whoever wants to spoil it.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public long size(String name) {
        return existingToSpoil(name).size();
    }

    private Inode existingToSpoil(String name) {
        Inode file = names.file(name);
        if (file == null) {
            throw new IllegalArgumentException("There is no " + name);
        }
        return file;
    }

    /** The names of the files in a directory, ascending. */
    public List<String> names(String directory) {
        return names.list(directory);
    }

    /** How often a file was forced, or tried to be. */
    public long forceCount() {
        return faults.forceCount();
    }

    /** Fails one sync of a file, by its number from 1, and forgets what it should have saved. */
    public void failForce(long number) {
        faults.failForce(number);
    }

    @Override
    public String locate(String name) {
        return "crash-disk:/" + name;
    }

    @Override
    public List<String> list(String directory) throws IOException {
        faults.requirePower();
        return names.list(directory);
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        if (!directories.contains(directory)) {
            faults.requireRoom();
        }
        faults.beforeOperation();
        for (String at = directory; directories.add(at); at = Directory.directory(at)) {
            // Upwards until one is there; the root is its own parent.
        }
    }

    @Override
    public DiskFile open(String name, boolean create) throws IOException {
        faults.requirePower();
        if (!directories.contains(Directory.directory(name))) {
            throw new NoSuchFileException(locate(name), null, "no such directory");
        }
        Inode file = names.file(name);
        if (file == null && !create) {
            throw new NoSuchFileException(locate(name));
        }
        if (file == null) {
            faults.requireRoom();
            faults.beforeOperation();
            file = names.create(name);
        }
        return new CrashFile(file, faults);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        faults.beforeOperation();
        names.rename(from, to, existing(from));
    }

    @Override
    public void delete(String name) throws IOException {
        faults.beforeOperation();
        names.delete(name, existing(name));
    }

    @Override
    public void forceDirectory(String directory) throws IOException {
        faults.beforeOperation();
        names.force(directory);
    }

    @Override
    public Optional<Closeable> lock(String name) throws IOException {
        faults.requirePower();
        open(name, true);
        if (!locks.add(name)) {
            return Optional.empty();
        }
        return Optional.of(() -> locks.remove(name));
    }

    private Inode existing(String name) throws FileNotFoundException {
        Inode file = names.file(name);
        if (file == null) {
            throw new FileNotFoundException(locate(name));
        }
        return file;
    }
}

package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.core.storage.Disk;
import io.github.reactiveraft.core.storage.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One real directory whose owner loses by {@code kill -9} what a power cut takes: bytes since the last {@code force} and
 * names since the last {@code forceDirectory} exist in this process's memory only. The operating system, which keeps what
 * a killed process wrote, never saw them.
 *
 * <p>Not for much data: whole files are in memory. One thread at a time.
 */
final class VolatileDisk implements Disk {

    private static final String LOCK = "lock";

    /** A change of names that the real directory has not seen yet. */
    private interface NameChange {
        void apply() throws IOException;
    }

    private final Path root;
    private final Path staging;
    private final Losses losses;
    private final String unforcedSuffix;
    private final SortedMap<String, VolatileFile> files = new TreeMap<>();
    private final List<NameChange> held = new ArrayList<>();
    private long stagedCount;
    private boolean isKnown;

    private VolatileDisk(Path root, Path staging, Losses losses, String unforcedSuffix) {
        this.root = root;
        this.staging = staging;
        this.losses = losses;
        this.unforcedSuffix = unforcedSuffix;
    }

    /**
     * A disk of which nothing is known before it is {@link #lock locked}, and then what the last power cut left. It has
     * power from then on, until its process is killed.
     *
     * @param root where what is durable is, and nothing else
     * @param beside a directory for what the disk needs itself, on the same file system
     * @param unforcedSuffix names that end so are never forced, whoever asks for it; empty for a disk without that fault
     */
    static VolatileDisk in(Path root, Path beside, String unforcedSuffix) throws IOException {
        Path staging = beside.resolve("staging");
        Files.createDirectories(staging);
        return new VolatileDisk(root, staging, Losses.open(beside), unforcedSuffix);
    }

    private void load() throws IOException {
        for (Path leftOver : files(staging)) {
            Files.delete(leftOver);
        }
        for (Path durable : files(root)) {
            String name = String.valueOf(durable.getFileName());
            if (!name.equals(LOCK)) {
                files.put(name, VolatileFile.load(durable, losses));
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Override
    public String locate(String name) {
        return root.resolve(name).toString();
    }

    @Override
    public List<String> list(String directory) {
        requireRoot(directory);
        return List.copyOf(files.keySet());
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        requireRoot(directory);
        Files.createDirectories(root);
    }

    @Override
    public DiskFile open(String name, boolean create) throws IOException {
        VolatileFile file = files.get(name);
        if (file == null) {
            if (!create) {
                throw new NoSuchFileException(locate(name));
            }
            file = created(name);
        }
        return unforcedSuffix.isEmpty() || !name.endsWith(unforcedSuffix) ? file : new Unforced(file);
    }

    private VolatileFile created(String name) throws IOException {
        Path staged = staging.resolve(Long.toString(stagedCount++));
        Files.createFile(staged);
        VolatileFile file = new VolatileFile(staged, losses);
        files.put(name, file);
        hold(() -> file.move(root.resolve(name)));
        return file;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        VolatileFile file = removed(from);
        VolatileFile replaced = files.put(to, file);
        if (replaced != null) {
            replaced.forget();
        }
        hold(() -> file.move(root.resolve(to)));
    }

    @Override
    public void delete(String name) throws IOException {
        removed(name).forget();
        hold(() -> Files.delete(root.resolve(name)));
    }

    private VolatileFile removed(String name) throws IOException {
        VolatileFile file = files.remove(name);
        if (file == null) {
            throw new NoSuchFileException(locate(name));
        }
        return file;
    }

    private void hold(NameChange change) throws IOException {
        held.add(change);
        losses.holdNames(1);
    }

    @Override
    public void forceDirectory(String directory) throws IOException {
        requireRoot(directory);
        losses.awaitDisk();
        for (NameChange change : held) {
            change.apply();
        }
        losses.holdNames(-held.size());
        held.clear();
    }

    @Override
    public Optional<Closeable> lock(String name) throws IOException {
        FileChannel channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        if (!isLocked(channel)) {
            channel.close();
            return Optional.empty();
        }
        if (!isKnown) {
            load();
            isKnown = true;
        }
        return Optional.of(channel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException somebodyHere) {
            return false;
        }
    }

    private static void requireRoot(String directory) {
        if (!directory.isEmpty()) {
            throw new UnsupportedOperationException("There are no directories here: " + directory);
        }
    }

    /** The move of a file on the real disk, as a whole. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A file that says it is durable and is not. */
    private record Unforced(VolatileFile file) implements DiskFile {

        @Override
        public int read(long position, ByteBuffer target) {
            return file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            file.write(position, source);
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force() {
            // That is the fault.
        }

        @Override
        public void close() {
            file.close();
        }
    }
}

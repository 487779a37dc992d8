package io.github.reactiveraft.core.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A directory of the real file system. Files are never mapped: a mapping reports no I/O error. */
final class SystemDisk implements Disk {

    private static final long IDLE_SECONDS = 10;

    /**
     * What this process has locked; guarded by itself. The one mutable static of the storage, because what it mirrors is
     * the process's: POSIX locks belong to the process, and closing any channel to a locked file, be it the one of a
     * second opener that was refused, drops the lock. So a second opener must be refused before it opens the file.
     */
    private static final SortedSet<Path> LOCKED = new TreeSet<>();

    private final Path root;
    private final Executor background = oneThread();

    SystemDisk(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** It ends when it has had nothing to do for a while, so nobody has to end it. */
    private static Executor oneThread() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "raft-disk");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Override
    public String locate(String name) {
        return root.resolve(name).toString();
    }

    @Override
    public List<String> list(String directory) throws IOException {
        Path path = root.resolve(directory);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = root.resolve(directory); at != null && !Files.isDirectory(at); at = at.getParent()) {
            missing.push(at);
        }
        for (Path path : missing) {
            Files.createDirectories(path);
            Path parent = path.getParent();
            if (parent != null) {
                force(parent);
            }
        }
    }

    @Override
    public DiskFile open(String name, boolean create) throws IOException {
        Path path = root.resolve(name);
        Room room = new Room(root);
        if (!create) {
            return new SystemFile(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE), room);
        }
        try {
            return new SystemFile(
                    FileChannel.open(
                            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                    room);
        } catch (IOException e) {
            throw room.explained(e, 0);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        try {
            Files.move(root.resolve(from), root.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Room(root).explained(e, 0);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(root.resolve(name));
    }

    @Override
    public void forceDirectory(String directory) throws IOException {
        force(root.resolve(directory));
    }

    @Override
    public Executor background() {
        return background;
    }

    @Override
    public Optional<Closeable> lock(String name) throws IOException {
        Path path = root.toRealPath().resolve(name);
        synchronized (LOCKED) {
            if (!LOCKED.add(path)) {
                return Optional.empty();
            }
        }
        boolean taken = false;
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            taken = isLocked(channel);
            return taken ? Optional.of(() -> unlock(path, channel)) : Optional.empty();
        } finally {
            if (!taken) {
                forget(path);
            }
        }
    }

    /** Locks the channel's file until the channel is closed; closes it at once if somebody else has the lock. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Somebody in this process who did not come through here; closing below drops their lock, alas.
            return false;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock != null;
    }

    private static void unlock(Path path, FileChannel channel) throws IOException {
        try {
            channel.close();
        } finally {
            forget(path);
        }
    }

    private static void forget(Path path) {
        synchronized (LOCKED) {
            LOCKED.remove(path);
        }
    }

    private static void force(Path directory) throws IOException {
        if (directory.getFileSystem().getSeparator().equals("\\")) {
            // Windows opens no directories; NTFS keeps names in its journal.
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Positions are always given, so the channel's own never matters. */
    private record SystemFile(FileChannel channel, Room room) implements DiskFile {

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            int total = 0;
            while (target.hasRemaining()) {
                int count = channel.read(target, position + total);
                if (count < 0) {
                    break;
                }
                total += count;
            }
            return total;
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            long at = position;
            try {
                while (source.hasRemaining()) {
                    at += channel.write(source, at);
                }
            } catch (IOException e) {
                throw room.explained(e, source.remaining());
            }
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            // Without time stamps, but with the length: fdatasync writes what is needed to find the bytes again.
            try {
                channel.force(false);
            } catch (IOException e) {
                // Some file systems look for a place only now.
                throw room.explained(e, 0);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

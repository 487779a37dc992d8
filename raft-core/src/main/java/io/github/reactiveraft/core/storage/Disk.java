package io.github.reactiveraft.core.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The file system as far as storage needs it: one directory tree, its files named by relative names with {@code /}; the
 * root is the empty name. A simulator puts a disk behind it that forgets what a power cut would.
 *
 * <p>What a power cut leaves behind is all that storage may count on:
 *
 * <ul>
 *   <li>a file's bytes and length, as they were at its last {@link DiskFile#force}; each later write may be there, be
 *       missing, or be there in some of its 512-byte sectors only, independently of every other one;
 *   <li>a directory's names as they were at its last {@link #forceDirectory}; each later creation, renaming or deletion
 *       may have happened or not, independently of every other one. A renaming happens as a whole.
 * </ul>
 *
 * <p>All methods block. They are called by one thread at a time, and by one in the {@link #background} beside it, if there is one,
 * never interrupted; {@link #lock} and the two that open may be called by several nodes at once. After an {@link IOException} nothing is known of what was not forced before; if
 * it is a {@link DiskFullException}, nothing is known of the file, or of the names, that were to grow, and what had its
 * place is untouched.
 */
public interface Disk {

    /** A directory of the real file system, for something to be put around; it need not be there yet. */
    static Disk in(Path directory) {
        return new SystemDisk(directory);
    }

    /** The name as people find it, for messages. */
    String locate(String name);

    /** The plain names of a directory's files, ascending; none if there is no such directory. */
    List<String> list(String directory) throws IOException;

    /** Creates a directory, and those above it, unless it is there. What it created survives a power cut. */
    void createDirectories(String directory) throws IOException;

    /**
     * Opens a file for reading and writing.
     *
     * @param create whether to create it, empty, if it is not there
     * @throws java.nio.file.NoSuchFileException if it is not there and is not to be created
     */
    DiskFile open(String name, boolean create) throws IOException;

    /** Gives a file another name in the same directory, at once; a file that had the name is gone. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file, which must be there. */
    void delete(String name) throws IOException;

    /** Makes a directory's names durable. */
    void forceDirectory(String directory) throws IOException;

    /**
     * Where work on files is done that nobody waits for and nothing else touches meanwhile, one after the other. By default at
     * once, by whoever brings it.
     */
    default Executor background() {
        return Runnable::run;
    }

    /**
     * Takes a lock that nobody else has, in this process or in another, until it is closed or the process ends. The file
     * stays.
     *
     * @return the lock, or nothing if somebody has it
     */
    Optional<Closeable> lock(String name) throws IOException;
}

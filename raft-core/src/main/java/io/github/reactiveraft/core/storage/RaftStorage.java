package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.spi.LogStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import reactor.core.publisher.Flux;

/**
 * A directory that keeps what a node must not forget. Immutable and lazy: nothing is touched before a log is opened.
 *
 * <pre>
 * lock                           held while a node has the directory open
 * identity                       whose data it is: cluster, group, node, incarnation, founding members
 * state                          term and vote, members met, how often the directory was opened
 * segment-NUMBER-FIRSTINDEX.log  the log, in files that are only ever appended to
 * snapshot-TERM-INDEX.snap       the state in place of the log up to there
 * doubt                          how far a damaged log reached, until it does so again
 * </pre>
 */
public final class RaftStorage {

    private final Disk disk;
    private final StorageSettings settings;

    private RaftStorage(Disk disk, StorageSettings settings) {
        this.disk = Objects.requireNonNull(disk, "disk");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** Storage in a directory of the file system, created at the first start; nobody else may put files there. */
    public static RaftStorage in(Path directory) {
        return on(new SystemDisk(directory));
    }

    /** Storage on another disk, for tests that tear it. */
    public static RaftStorage on(Disk disk) {
        return new RaftStorage(disk, StorageSettings.defaults());
    }

    /** The same directory with other settings. */
    public RaftStorage with(StorageSettings other) {
        return new RaftStorage(disk, other);
    }

    /** A log in this directory, not yet open; of several, only one can be open at a time. */
    public LogStorage log() {
        return new SegmentedLog(disk, settings);
    }

    /**
     * Looks at a directory without changing a byte of it, and without being told whose it is: what a node would find at
     * its next start, and everything that is damaged, not only the first place. Reads all of the log and the snapshots once;
     * memory is a few bytes for every few KiB of log.
     *
     * <p>Blocks. Takes the lock meanwhile, so that no node can start.
     *
     * @throws io.github.reactiveraft.api.spi.StorageException if it is in use, cannot be read or holds no storage; what is
     *     damaged, on the other hand, is in the answer
     */
    public StorageInspection inspect() {
        try (Inspector inspector = Inspector.open(disk)) {
            return inspector.inspection();
        } catch (IOException e) {
            throw Damage.unreadable(disk.locate(""), e);
        }
    }

    /**
     * The entries of the log that count, in order, as many as there are in a range; like {@link #inspect}, without
     * changing a byte. A damaged log gives all that can be read, in front of the damage and behind it, and then fails,
     * whatever the range, with the damage: so no rest passes for the whole. Of the entries in front of the damage some may
     * have been removed since, by a write that is lost.
     *
     * <p>Cold: every subscription looks anew, and has the lock until it ends. Blocks whoever subscribes and requests. At
     * most one MiB of entries, or one write if that is larger, is in memory.
     *
     * <p>Fails with a {@link io.github.reactiveraft.api.spi.StorageException} if the directory is in use, cannot be read,
     * is damaged or holds no storage.
     *
     * @param fromIndex the first index wanted, from 1; a log behind a snapshot begins later
     * @param upToIndex the last one wanted, inclusive; {@link Long#MAX_VALUE} for all
     * @throws IllegalArgumentException if the first is less than 1
     */
    public Flux<LogEntry> entries(long fromIndex, long upToIndex) {
        if (fromIndex < 1) {
            throw new IllegalArgumentException("fromIndex takes 1 and more, but was " + fromIndex);
        }
        return LiveEntries.of(disk, fromIndex, upToIndex);
    }

    @Override
    public String toString() {
        return "RaftStorage in " + disk.locate("");
    }
}

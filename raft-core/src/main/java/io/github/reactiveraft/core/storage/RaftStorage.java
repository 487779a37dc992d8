package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.spi.LogStorage;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A directory that keeps what a node must not forget. Immutable and lazy: nothing is touched before a log is opened.
 *
 * <pre>
 * lock                           held while a node has the directory open
 * identity                       whose data it is: cluster, group, node, incarnation, founding members
 * state                          term and vote
 * segment-NUMBER-FIRSTINDEX.log  the log, in files that are only ever appended to
 * snapshot-TERM-INDEX.snap       the state in place of the log up to there
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

    @Override
    public String toString() {
        return "RaftStorage in " + disk.locate("");
    }
}

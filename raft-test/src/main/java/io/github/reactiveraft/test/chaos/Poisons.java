package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.test.sim.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was done to the members' disks that may stop their nodes, one thing at a time for each, and what it explains. */
final class Poisons {

    /** What may cost a member something that it had acknowledged. */
    static final Set<Fault> DAMAGE =
            EnumSet.of(Fault.ROT_ENTRY, Fault.ROT_HEADER, Fault.ROT_SNAPSHOT, Fault.STALE_READ, Fault.MISDIRECTED_READ);

    /** What happens only when somebody reads. */
    static final Set<Fault> LATER = EnumSet.of(Fault.READ_ERROR, Fault.STALE_READ, Fault.MISDIRECTED_READ);

    private final SortedMap<Integer, Fault> faults = new TreeMap<>();
    /** Those that may find out later that what they read is damaged: a snapshot, or an entry for somebody who lags. */
    private final SortedSet<Integer> deceived = new TreeSet<>();
    /** Those whose disk fails no more, though their node may not have told yet that it did. */
    private final SortedSet<Integer> mended = new TreeSet<>();

    /** What was done to a member's disk; null for nothing. */
    @Nullable
    Fault of(int node) {
        return faults.get(node);
    }

    boolean has(int node, Fault fault) {
        return faults.get(node) == fault;
    }

    void put(int node, Fault fault) {
        faults.put(node, fault);
        mended.remove(node);
        if (fault == Fault.ROT_SNAPSHOT || fault == Fault.STALE_READ || fault == Fault.MISDIRECTED_READ) {
            deceived.add(node);
        }
    }

    /** Whether there was nothing before, or nothing that lasts. */
    boolean putIfAbsent(int node, Fault fault) {
        if (faults.containsKey(node) && !mended.contains(node)) {
            return false;
        }
        put(node, fault);
        return true;
    }

    /** The disk has room again and its syncs succeed; what failed before may still be what its process stops for. */
    void mend(int node) {
        if (has(node, Fault.DISK_FULL) || has(node, Fault.SYNC_ERROR)) {
            mended.add(node);
        }
    }

    /** With its process goes what it might have stopped for; a disk that is full stays full. */
    void endProcess(int node) {
        if (mended.remove(node) || has(node, Fault.SYNC_ERROR)) {
            faults.remove(node);
        }
    }

    boolean isFull(int node) {
        return has(node, Fault.DISK_FULL) && !mended.contains(node);
    }

    void remove(int node, Fault fault) {
        faults.remove(node, fault);
    }

    /** It runs, and so has survived what was done to it before its start. */
    void survived(int node) {
        DAMAGE.forEach(fault -> remove(node, fault));
        remove(node, Fault.ROT_STATE);
        remove(node, Fault.READ_ERROR);
    }

    /** Those whose data nobody may run on: an older copy, which the others notice. */
    List<Integer> unfit() {
        return faults.keySet().stream()
                .filter(node -> has(node, Fault.OLD_COPY))
                .toList();
    }

    /** Whether what was done is a reason to stop like this: rot in a log, for example, is none. */
    boolean explains(int node, boolean isStart, Throwable cause) {
        Fault fault = faults.get(node);
        if (deceived.contains(node) && !isStart && isStorageFailure(cause, Reason.CORRUPT)) {
            return true;
        }
        if (fault == null) {
            return false;
        }
        return switch (fault) {
            case SYNC_ERROR -> isStorageFailure(cause, Reason.IO);
            // One that runs waits for room instead.
            case DISK_FULL -> isStart && isStorageFailure(cause, Reason.FULL);
            case READ_ERROR -> isStart && isStorageFailure(cause, Reason.IO);
            default -> false;
        };
    }

    private static boolean isStorageFailure(Throwable failure, Reason reason) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof StorageException storage && storage.reason() == reason);
    }
}

package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.spi.LogWrite;
import java.util.List;

/**
 * A node's disk with the writes that are on their way to it. A write counts when the call that makes it durable returns;
 * if it never does, all of it, a beginning or nothing may be found at the next start.
 */
final class PendingDisk {

    private final DiskImage image;
    private List<LogWrite> underWay = List.of();

    /** An empty disk; see {@link DiskImage}. */
    PendingDisk(PrefixLog committed) {
        this.image = new DiskImage(committed);
    }

    /** What would be there if the power failed now and took all it could. */
    DiskImage image() {
        return image;
    }

    /** The node begins to write. */
    void begin(List<LogWrite> writes) {
        underWay = writes;
    }

    /** What was begun is durable; answers whether anything was removed from the log. */
    boolean end() {
        boolean hasTruncated = false;
        for (LogWrite write : underWay) {
            image.onWrite(write);
            hasTruncated |= write.truncateFrom() > 0 || write.adoption() != null;
        }
        underWay = List.of();
        return hasTruncated;
    }

    /**
     * The node found this at its start: all that was durable, and of the rest a beginning.
     *
     * @param left the entries that are left, if damage cost the log some
     * @throws Violation if anything is missing, or too much
     */
    void onRecovered(NodeId node, Recovered recovered, EntryBatch left) {
        if (recovered.isDoubtful()) {
            underWay.forEach(write -> foundBesideLog(write, recovered));
            underWay = List.of();
            image.onDoubtful(node, recovered, left);
            return;
        }
        image.recall(recovered);
        for (LogWrite write : underWay) {
            if (image.equalTo(recovered)) {
                break;
            }
            found(write, recovered);
        }
        underWay = List.of();
        image.onRecovered(node, recovered);
    }

    /** Takes in what a write did to term, vote and snapshot, if it was found. */
    private void foundBesideLog(LogWrite write, Recovered recovered) {
        if (write.hardState() != null && !recovered.hardState().equals(image.hardState())) {
            image.onWrite(new LogWrite(write.hardState(), 0, EntryBatch.empty()));
        }
        SnapshotAdoption adoption = write.adoption();
        if (adoption != null && adoption.snapshot().equals(recovered.snapshot())) {
            image.onWrite(new LogWrite(null, adoption, 0, EntryBatch.empty()));
        }
    }

    /** Takes in as much of a write as it takes to arrive at what was found. */
    private void found(LogWrite write, Recovered recovered) {
        if (write.hardState() != null) {
            image.onWrite(new LogWrite(write.hardState(), 0, EntryBatch.empty()));
        }
        if (write.adoption() != null && !image.equalTo(recovered)) {
            image.onWrite(new LogWrite(null, write.adoption(), 0, EntryBatch.empty()));
        }
        if (write.truncateFrom() > 0 && !image.equalTo(recovered)) {
            image.onWrite(new LogWrite(null, write.truncateFrom(), EntryBatch.empty()));
        }
        EntryBatch entries = write.entries();
        for (long at = entries.firstIndex(); !entries.isEmpty() && at <= entries.lastIndex(); at++) {
            if (image.equalTo(recovered)) {
                return;
            }
            image.onWrite(new LogWrite(null, 0, entries.from(at).limit(1, Integer.MAX_VALUE)));
        }
    }
}

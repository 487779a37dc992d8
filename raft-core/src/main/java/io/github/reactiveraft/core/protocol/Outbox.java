package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.core.protocol.Effect.Persist;
import io.github.reactiveraft.core.protocol.Effect.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the effects of one step. A step writes at most once; what it changes in the hard state, the log and what it
 * answers share that one write, so that no reply can overtake the state it follows from.
 */
final class Outbox {

    private final List<Effect> before = new ArrayList<>();
    private final List<Effect> after = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private @Nullable SnapshotAdoption adoption;
    private long truncateFrom;
    private EntryBatch entries = EntryBatch.empty();

    /** Something that must happen before the step's write is handed over. */
    void addBeforeWrite(Effect effect) {
        before.add(effect);
    }

    /** Something that happens once the step's write is handed over, without waiting for it. */
    void add(Effect effect) {
        after.add(effect);
    }

    /** An answer, which leaves as soon as the hard state in memory is durable. */
    void reply(long rpcId, RaftResponse response) {
        replies.add(new Reply(rpcId, response));
    }

    /** A snapshot to bring into force, before the entries of this step. */
    void adopt(SnapshotAdoption snapshot) {
        Invariants.check(adoption == null && entries.isEmpty(), "A step wrote twice", snapshot, entries);
        adoption = snapshot;
    }

    /** Log entries to write, replacing everything from an index on unless that is 0. */
    void write(long replaceFrom, EntryBatch suffix) {
        Invariants.check(truncateFrom == 0 && entries.isEmpty(), "A step wrote entries twice", entries, suffix);
        truncateFrom = replaceFrom;
        entries = suffix;
    }

    /**
     * Takes out all effects in the order in which they are to be carried out.
     *
     * @param changed the hard state if this step changed it, else null
     */
    List<Effect> drain(@Nullable HardState changed, long lastIndex, PendingWrites writes) {
        List<Effect> effects = new ArrayList<>(before);
        boolean isWriting = changed != null || adoption != null || truncateFrom > 0 || !entries.isEmpty();
        if (isWriting || (!replies.isEmpty() && !writes.isHardStateDurable())) {
            long id = writes.add(changed, lastIndex);
            effects.add(new Persist(id, changed, adoption, truncateFrom, entries, List.copyOf(replies)));
        } else {
            effects.addAll(replies);
        }
        effects.addAll(after);
        clear();
        return List.copyOf(effects);
    }

    private void clear() {
        before.clear();
        after.clear();
        replies.clear();
        adoption = null;
        truncateFrom = 0;
        entries = EntryBatch.empty();
    }
}

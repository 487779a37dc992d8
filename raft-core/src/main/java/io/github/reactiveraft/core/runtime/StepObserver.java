package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.core.protocol.Effect;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.List;

/**
 * Watches a node from inside, for the simulator's checks. Called on the loop, in order; must not block. A throw stops the
 * node.
 */
public interface StepObserver {

    /** Observes nothing. */
    StepObserver NONE = new StepObserver() {};

    /** The core took a step; its effects are about to be carried out. */
    default void onStep(Event event, List<Effect> effects, RaftView view) {}

    /** A reply leaves now: what it says must be on disk. */
    default void onReply(Effect.Reply reply) {}

    /** These committed entries were applied, in order. */
    default void onApplied(EntryBatch entries) {}

    /** The state was replaced by that of a snapshot, which must be later than all that was applied before. */
    default void onRestored(SnapshotMeta snapshot) {}
}

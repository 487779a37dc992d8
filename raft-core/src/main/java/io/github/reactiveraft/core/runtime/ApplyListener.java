package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.core.replicated.Applied;

/**
 * Who hears what the state machine put out; on the loop.
 *
 * @param <R> what the state machine puts out
 */
interface ApplyListener<R> {

    /** The state was replaced by that of a snapshot. */
    void restored(SnapshotMeta snapshot);

    /** This came of the entry behind the last: a result for whoever waits, and changes for those who watch. */
    void applied(long index, Applied<R> applied);
}

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.core.protocol.RaftView;
import java.util.function.Supplier;

/**
 * What the pipelines of one leadership share.
 *
 * @param epoch names the leadership
 * @param views the core after the latest step
 * @param log what is to be replicated
 * @param snapshots what stands for entries that are gone
 * @param quorumWatch hears of every answer
 */
record Leadership(
        long epoch, Supplier<RaftView> views, LogReader log, SnapshotShelf snapshots, QuorumWatch quorumWatch) {

    RaftView view() {
        return views.get();
    }
}

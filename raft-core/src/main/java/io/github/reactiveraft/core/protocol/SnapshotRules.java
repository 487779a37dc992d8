package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.core.protocol.Effect.Fetch;
import io.github.reactiveraft.core.protocol.Event.InstallReceived;
import io.github.reactiveraft.core.protocol.Event.SnapshotStaged;
import io.github.reactiveraft.core.protocol.Event.SnapshotTaken;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots a node takes over, and when its own replace the log (§7). A leader's snapshot is of committed entries: it
 * is needed only by a log that has not its last one, which then has nothing worth keeping behind it either.
 */
final class SnapshotRules {

    private final NodeState state;
    private final FollowerRules follower;

    SnapshotRules(NodeState state, FollowerRules follower) {
        this.state = state;
        this.follower = follower;
    }

    /** Follows the sender as for an append; has the snapshot fetched if the log has not got that far by itself. */
    void onInstallSnapshot(InstallReceived event) {
        InstallSnapshot request = event.request();
        if (follower.follows(event.rpcId(), event.from(), refusal(event), request.term(), request.leader())) {
            state.reply(event.rpcId(), install(event.from(), request));
        }
    }

    private RaftResponse install(Sender from, InstallSnapshot request) {
        SnapshotMeta snapshot = request.snapshot();
        if (isNeeded(snapshot)) {
            state.outbox().add(new Fetch(from, snapshot, request.byteCount()));
            return new SnapshotWanted(state.term());
        }
        state.commitment().learn(snapshot.index());
        return follower.matching(snapshot.index());
    }

    private @Nullable Refused refusal(InstallReceived event) {
        InstallSnapshot request = event.request();
        Refused refusal = follower.refusal(event.from(), request.leader(), request.term());
        if (refusal != null || request.term() < state.term()) {
            return refusal;
        }
        EntryId last = request.snapshot().lastIncluded();
        long committed = state.commitment().knownIndex();
        boolean isCommitted = last.index() <= committed;
        return isCommitted && !LogMatching.contains(state.log(), last) ? FollowerRules.contradiction(committed) : null;
    }

    /** Takes over what was fetched, unless the log got there by itself meanwhile, or this node leads. */
    void onSnapshotStaged(SnapshotStaged event) {
        if (state.role() != Role.LEADER && isNeeded(event.snapshot())) {
            state.startBehind(event.snapshot());
        }
    }

    private boolean isNeeded(SnapshotMeta snapshot) {
        return snapshot.index() > state.commitment().knownIndex()
                && !LogMatching.contains(state.log(), snapshot.lastIncluded());
    }

    /** Forgets what the snapshot stands for, but for the entries to keep; a later one may be in force by now. */
    void onSnapshotTaken(SnapshotTaken event) {
        SnapshotMeta snapshot = event.snapshot();
        if (snapshot.index() > state.log().base().index()) {
            long baseIndex = Math.min(snapshot.index(), Math.max(0, event.keepFrom() - 1));
            state.compact(snapshot, baseIndex);
        }
    }
}

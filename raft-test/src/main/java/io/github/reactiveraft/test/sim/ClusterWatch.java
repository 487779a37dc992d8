package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.core.protocol.Effect;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.RaftView;
import io.github.reactiveraft.test.sim.check.CommitAtOnce;
import io.github.reactiveraft.test.sim.check.Fingerprint;
import io.github.reactiveraft.test.sim.check.SafetyChecks;
import io.github.reactiveraft.test.sim.check.Violation;
import java.util.List;

/**
 * Tells the checks and the trace what happens in a cluster. A violation ends the run, never the node that is just being
 * looked at: a node that caught it could live on and hide it.
 */
final class ClusterWatch implements NetworkObserver {

    private final Simulation simulation;
    private final SafetyChecks checks;
    private final CommitAtOnce commitAtOnce = new CommitAtOnce();

    private record Step(NodeId node, Event event, RaftView view) {
        @Override
        public String toString() {
            return node + " " + event + " makes it " + view.role() + " of term " + view.term() + ", log "
                    + view.log().lastEntry() + ", durable " + view.durableIndex() + ", committed "
                    + view.commitIndex();
        }
    }

    private record Wrote(NodeId node, LogWrite write) {
        @Override
        public String toString() {
            return node + " writes " + write;
        }
    }

    ClusterWatch(Simulation simulation, SafetyChecks checks) {
        this.simulation = simulation;
        this.checks = checks;
    }

    @Override
    public void onRequest(NodeId from, NodeId to, RaftRequest request) {
        check(from, () -> checks.onRequest(from, request));
    }

    @Override
    public void onReply(NodeId from, NodeId to, RaftRequest request, RaftResponse response) {
        check(from, () -> checks.onReply(from, request, response));
    }

    void onRecovered(NodeId node, Recovered recovered, EntryBatch left) {
        check(node, () -> checks.onRecovered(node, recovered, left));
    }

    void onWriting(NodeId node, List<LogWrite> writes) {
        check(node, () -> checks.onWriting(node, writes));
    }

    /** What was being written is durable. */
    void onWritten(NodeId node, List<LogWrite> writes) {
        for (LogWrite write : writes) {
            note(node, new Wrote(node, write), write.entries().byteCount());
        }
        check(node, () -> checks.onWritten(node));
    }

    /** A member that was in doubt is about to withdraw its claim. */
    void onSettled(NodeId node) {
        check(node, () -> checks.onSettled(node));
    }

    /** A member's disk is gone or cannot be trusted: whatever it does from now on proves nothing. */
    void onLost(NodeId node) {
        check(node, () -> checks.onLost(node));
    }

    void onStep(NodeId node, Event event, List<Effect> effects, RaftView view) {
        long where = Fingerprint.combine(view.term(), view.log().lastIndex());
        note(node, new Step(node, event, view), Fingerprint.combine(where, view.commitIndex()));
        check(node, () -> {
            checks.onStep(node, effects, view);
            commitAtOnce.onStep(node, event, view, checks.disk(node));
        });
    }

    /** Answers the application index, or 0 if the run is over, or the node proves nothing any more. */
    long onApplied(NodeId node, EntryId id, long payload) {
        if (checks.isLost(node)) {
            return 0;
        }
        try {
            return checks.onApplied(node, id, payload);
        } catch (Violation violation) {
            simulation.fail(violation);
            return 0;
        }
    }

    /** Answers how many commands a snapshot stands for, 0 if the run is over, or the node proves nothing any more. */
    long onRestored(NodeId node, SnapshotMeta snapshot) {
        note(node, snapshot, snapshot.index());
        if (checks.isLost(node)) {
            return 0;
        }
        try {
            return checks.onRestored(node, snapshot);
        } catch (Violation violation) {
            simulation.fail(violation);
            return 0;
        }
    }

    private void check(NodeId node, Runnable check) {
        if (checks.isLost(node)) {
            return;
        }
        try {
            check.run();
        } catch (Violation violation) {
            simulation.fail(violation);
        }
    }

    private void note(NodeId node, Object what, long fingerprint) {
        simulation.note(what, Fingerprint.combine(Fingerprint.of(node.value()), fingerprint));
    }
}

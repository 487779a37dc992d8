package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.core.protocol.Effect.Accepted;
import io.github.reactiveraft.core.protocol.Effect.NotAccepted;
import io.github.reactiveraft.core.protocol.Effect.ReadsRefused;
import io.github.reactiveraft.core.protocol.Effect.RoundBegun;
import io.github.reactiveraft.core.protocol.Effect.RoundConfirmed;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.Event.DiskStalled;
import io.github.reactiveraft.core.protocol.Event.HandoverLapsed;
import io.github.reactiveraft.core.protocol.Event.Proposed;
import io.github.reactiveraft.core.protocol.Event.QuorumLost;

/** What a leader appends, whose copies it counts (§5.3, §5.4.2), what it may answer (§8) and when it gives up (thesis §6.2). */
final class LeaderRules {

    private final NodeState state;
    private final Roles roles;
    private final Senders senders;

    LeaderRules(NodeState state, Roles roles, Senders senders) {
        this.state = state;
        this.roles = roles;
        this.senders = senders;
    }

    /** Gives proposals their place in the log; the log's time never goes back, whatever the wall clock does. */
    void onProposed(Proposed event) {
        if (state.role() != Role.LEADER || state.handover().isUnderWay()) {
            state.outbox().add(new NotAccepted(event.proposals()));
            return;
        }
        long firstIndex = state.log().lastIndex() + 1;
        long timestamp = Math.max(state.lastTimestamp(), event.wallMillis());
        state.outbox().addBeforeWrite(new Accepted(state.term(), firstIndex, event.proposals()));
        state.replaceLog(0, EntryBatch.encode(firstIndex, state.term(), timestamp, event.proposals()));
    }

    /** Believes an answer no further than what its own request verified. A later term counts however late it comes. */
    void onAppendAnswered(AppendAnswered event) {
        if (!senders.recognise(event.from())) {
            return;
        }
        long answeredTerm = termOf(event.response());
        if (answeredTerm > state.term()) {
            roles.becomeFollower(answeredTerm);
        } else if (state.isCurrent(event.epoch())
                && state.role() == Role.LEADER
                && answeredTerm == state.term()
                && senders.counts(event.from())) {
            state.rounds().answered(event.from().node(), event.round());
            confirmRounds();
            if (event.response() instanceof Appended appended) {
                acknowledge(event, appended);
            }
        }
    }

    /** Takes nothing more from now on, until another node leads or the time is up; nothing if nobody can take over. */
    void onHandoverAsked() {
        NodeId successor = state.commitment().furthest();
        if (state.role() == Role.LEADER && !state.handover().isUnderWay() && successor != null) {
            state.handover().begin(successor);
        }
    }

    /** Goes on as the leader. */
    void onHandoverLapsed(HandoverLapsed event) {
        if (state.isCurrent(event.epoch())) {
            state.handover().end();
        }
    }

    /**
     * Begins a round for reads. All that was acknowledged by then is committed by this leader, or stands in front of the first
     * entry of its term (§8).
     */
    void onReadsAsked() {
        if (state.role() != Role.LEADER || state.handover().isUnderWay()) {
            state.outbox().add(new ReadsRefused());
            return;
        }
        state.outbox().add(new RoundBegun(state.rounds().begin(), readIndex()));
        confirmRounds();
    }

    private long readIndex() {
        long commitIndex = state.commitment().commitIndex();
        boolean isOwn = state.log().termAt(commitIndex) == state.term();
        return isOwn ? commitIndex : state.log().firstIndexOfTermAt(state.log().lastIndex());
    }

    private void confirmRounds() {
        long confirmed = state.rounds().confirm(state.quorum(), state.self());
        if (confirmed > 0) {
            state.outbox().add(new RoundConfirmed(confirmed));
        }
    }

    private void acknowledge(AppendAnswered event, Appended appended) {
        long verified = Math.min(event.verifiedIndex(), state.log().lastIndex());
        state.commitment().acknowledge(event.from().node(), Math.min(appended.matchIndex(), verified));
        countCopies();
    }

    /** Counts the durable copies again if this node leads: a peer's disk, or its own, has got further. */
    void countCopies() {
        if (state.role() == Role.LEADER) {
            state.commitment().count(state.quorum(), state.self(), state.durableIndex(), state.log(), state.term());
        }
    }

    /** Gives up a leadership that cannot commit, so that clients and voters look elsewhere. */
    void onQuorumLost(QuorumLost event) {
        resign(event.epoch());
    }

    /** Gives up a leadership that writes nothing any more: whatever it was to keep, others keep. */
    void onDiskStalled(DiskStalled event) {
        resign(event.epoch());
    }

    private void resign(long epoch) {
        if (state.isCurrent(epoch) && state.role() == Role.LEADER) {
            state.forgetLeader();
            roles.becomeFollower();
        }
    }

    private static long termOf(RaftResponse response) {
        if (response instanceof Appended appended) {
            return appended.term();
        }
        if (response instanceof SnapshotWanted wanted) {
            return wanted.term();
        }
        return response instanceof AppendRejected rejected ? rejected.term() : 0;
    }
}

package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.Event.AppendReceived;
import io.github.reactiveraft.core.protocol.Event.BallotClosed;
import io.github.reactiveraft.core.protocol.Event.ContactLapsed;
import io.github.reactiveraft.core.protocol.Event.DiskStalled;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import io.github.reactiveraft.core.protocol.Event.EntriesFound;
import io.github.reactiveraft.core.protocol.Event.HandoverAsked;
import io.github.reactiveraft.core.protocol.Event.HandoverLapsed;
import io.github.reactiveraft.core.protocol.Event.InstallReceived;
import io.github.reactiveraft.core.protocol.Event.LeaderTold;
import io.github.reactiveraft.core.protocol.Event.PeerMet;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import io.github.reactiveraft.core.protocol.Event.PreVoteReceived;
import io.github.reactiveraft.core.protocol.Event.Proposed;
import io.github.reactiveraft.core.protocol.Event.QuorumLost;
import io.github.reactiveraft.core.protocol.Event.ReadsAsked;
import io.github.reactiveraft.core.protocol.Event.SnapshotStaged;
import io.github.reactiveraft.core.protocol.Event.SnapshotTaken;
import io.github.reactiveraft.core.protocol.Event.TimeoutNowReceived;
import io.github.reactiveraft.core.protocol.Event.VoteReceived;
import java.util.List;

/**
 * The state of one node in one consensus group: the only mutable object of the protocol, with all its parts. For one
 * thread at a time.
 *
 * <p>It starts as a follower in epoch 1, which is not announced by an effect.
 */
public final class RaftCore {

    private final NodeState state;
    private final Steps steps;

    /**
     * Starts as a follower with what the disk held.
     *
     * @throws InvariantViolation if that cannot have been written by a node that worked
     */
    public RaftCore(NodeId self, Recovered recovered) {
        this.state = new NodeState(self, recovered);
        this.steps = new Steps(state);
    }

    /**
     * Takes one event and says what is to be done, in this order: stepping down or accepting proposals; the step's one
     * write, or its replies if nothing has to be durable first; the rest.
     *
     * @throws InvariantViolation never for bad input, only for a bug of this node, which must then stop
     */
    public List<Effect> step(Event event) {
        RaftView before = state.view();
        event.dispatch(steps);
        List<Effect> effects = state.drain();
        check(before, state.view());
        return effects;
    }

    /** What is true now, as far as anybody outside may know. */
    public RaftView view() {
        return state.view();
    }

    private void check(RaftView before, RaftView after) {
        Invariants.check(after.term() >= before.term(), "The term fell", before, after);
        Invariants.check(after.epoch() >= before.epoch(), "The epoch fell", before, after);
        Invariants.check(after.commitIndex() >= before.commitIndex(), "commitIndex fell", before, after);
        Invariants.check(after.commitIndex() <= after.durableIndex(), "Committed, but not on disk", after);
        Invariants.check(after.durableIndex() <= after.log().lastIndex(), "On disk, but not in the log", after);
        Invariants.check(after.log().lastEntry().term() <= state.term(), "An entry of a later term", after);
    }

    /** Hands each event to the rules that know it. */
    private static final class Steps implements Event.Handler {

        private final NodeState state;
        private final Roles roles;
        private final FollowerRules follower;
        private final CandidateRules candidate;
        private final LeaderRules leader;
        private final SnapshotRules snapshots;
        private final VoteRules votes;
        private final Senders senders;

        Steps(NodeState state) {
            this.senders = new Senders(state);
            this.state = state;
            this.roles = new Roles(state);
            this.follower = new FollowerRules(state, roles, senders);
            this.snapshots = new SnapshotRules(state, follower);
            this.candidate = new CandidateRules(state, roles, senders, follower);
            this.leader = new LeaderRules(state, roles, senders);
            this.votes = new VoteRules(state, roles, senders);
        }

        @Override
        public void onContactLapsed(ContactLapsed event) {
            follower.onContactLapsed(event);
        }

        @Override
        public void onElectionTimeout(ElectionTimeout event) {
            candidate.onElectionTimeout(event);
        }

        @Override
        public void onQuorumLost(QuorumLost event) {
            leader.onQuorumLost(event);
        }

        @Override
        public void onDiskStalled(DiskStalled event) {
            leader.onDiskStalled(event);
        }

        @Override
        public void onPreVote(PreVoteReceived event) {
            votes.onPreVote(event);
        }

        @Override
        public void onRequestVote(VoteReceived event) {
            votes.onRequestVote(event);
        }

        @Override
        public void onAppendEntries(AppendReceived event) {
            follower.onAppendEntries(event);
        }

        @Override
        public void onInstallSnapshot(InstallReceived event) {
            snapshots.onInstallSnapshot(event);
        }

        @Override
        public void onSnapshotStaged(SnapshotStaged event) {
            snapshots.onSnapshotStaged(event);
        }

        @Override
        public void onSnapshotTaken(SnapshotTaken event) {
            snapshots.onSnapshotTaken(event);
        }

        @Override
        public void onBallotClosed(BallotClosed event) {
            candidate.onBallotClosed(event);
        }

        @Override
        public void onAppendAnswered(AppendAnswered event) {
            leader.onAppendAnswered(event);
        }

        @Override
        public void onProposed(Proposed event) {
            leader.onProposed(event);
        }

        @Override
        public void onEntriesFound(EntriesFound event) {
            follower.onEntriesFound(event);
        }

        @Override
        public void onHandoverAsked(HandoverAsked event) {
            leader.onHandoverAsked();
        }

        @Override
        public void onHandoverLapsed(HandoverLapsed event) {
            leader.onHandoverLapsed(event);
        }

        @Override
        public void onTimeoutNow(TimeoutNowReceived event) {
            candidate.onTimeoutNow(event);
        }

        @Override
        public void onReadsAsked(ReadsAsked event) {
            leader.onReadsAsked();
        }

        @Override
        public void onPersisted(Persisted event) {
            state.persisted(event.writeId());
            roles.enterIfDurable();
            leader.countCopies();
        }

        @Override
        public void onLeaderTold(LeaderTold event) {
            follower.onLeaderTold(event);
        }

        @Override
        public void onPeerMet(PeerMet event) {
            senders.recognise(event.from());
        }
    }
}

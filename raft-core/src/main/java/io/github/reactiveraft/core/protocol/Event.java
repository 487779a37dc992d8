package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftRequest.TimeoutNow;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.SnapshotMeta;
import java.util.List;

/**
 * Something that happened. What belongs to one stay in a role carries that stay's epoch, so that late news of an earlier
 * stay is dropped.
 */
public sealed interface Event {

    /** Hands this event to the method that knows it. */
    void dispatch(Handler handler);

    /**
     * No leader was heard for the shortest election timeout: the node may vote for others again (thesis §4.2.3).
     *
     * @param epoch the stay as follower
     */
    record ContactLapsed(long epoch) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onContactLapsed(this);
        }
    }

    /**
     * The randomised election timeout passed without a leader, or without an end of the ballot (§5.2).
     *
     * @param epoch the stay as follower, pre-candidate or candidate
     */
    record ElectionTimeout(long epoch) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onElectionTimeout(this);
        }
    }

    /**
     * The leader has not heard from a majority for an election timeout (thesis §6.2).
     *
     * @param epoch the stay as leader
     */
    record QuorumLost(long epoch) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onQuorumLost(this);
        }
    }

    /**
     * The leader's own disk gets nowhere: it has stalled, or has no room.
     *
     * @param epoch the stay as leader
     */
    record DiskStalled(long epoch) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onDiskStalled(this);
        }
    }

    /** A pre-vote request came in; answer under the rpcId. */
    record PreVoteReceived(long rpcId, Sender from, PreVote request) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onPreVote(this);
        }
    }

    /** A vote request came in; answer under the rpcId. */
    record VoteReceived(long rpcId, Sender from, RequestVote request) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onRequestVote(this);
        }
    }

    /** An append request came in; answer under the rpcId. */
    record AppendReceived(long rpcId, Sender from, AppendEntries request) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onAppendEntries(this);
        }
    }

    /** A snapshot was announced; answer under the rpcId. */
    record InstallReceived(long rpcId, Sender from, InstallSnapshot request) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onInstallSnapshot(this);
        }
    }

    /**
     * The image of an announced snapshot is staged, complete and checked.
     *
     * @param snapshot what it stands for
     */
    record SnapshotStaged(SnapshotMeta snapshot) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onSnapshotStaged(this);
        }
    }

    /**
     * A snapshot of this node's own state is staged, complete and durable.
     *
     * @param snapshot what it stands for: something applied here
     * @param keepFrom the first index to keep in the log, from 1; behind the snapshot it says nothing
     */
    record SnapshotTaken(SnapshotMeta snapshot, long keepFrom) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onSnapshotTaken(this);
        }
    }

    /**
     * A round of votes or pre-votes is decided, or everybody who will answer has answered. The core counts again.
     *
     * @param epoch the stay as pre-candidate or candidate that the round belongs to
     * @param ballots every answer that came, as it came
     */
    record BallotClosed(long epoch, List<Ballot> ballots) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onBallotClosed(this);
        }
    }

    /**
     * A peer answered an append request or the announcement of a snapshot: raw, with what the request was about.
     *
     * @param epoch the stay as leader in which the request was cut
     * @param from who answered
     * @param verifiedIndex the last index the request spoke about
     * @param round the view's {@link RaftView#readRound} when the request was cut
     * @param response {@link RaftResponse.Appended}, {@link RaftResponse.AppendRejected} or {@link
     *     RaftResponse.SnapshotWanted}
     */
    record AppendAnswered(long epoch, Sender from, long verifiedIndex, long round, RaftResponse response)
            implements Event {

        /** The answer to a request from before any read. */
        public AppendAnswered(long epoch, Sender from, long verifiedIndex, RaftResponse response) {
            this(epoch, from, verifiedIndex, 0, response);
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onAppendAnswered(this);
        }
    }

    /**
     * Clients, or the runtime for a read, want these in the log.
     *
     * @param proposals in this order
     * @param wallMillis the wall clock, for the entries' timestamps
     */
    record Proposed(List<Proposal> proposals, long wallMillis) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onProposed(this);
        }
    }

    /**
     * Entries were found that stood in this node's log before damage cost it them: on its own disk behind the damage, or at a
     * peer whose log has an entry behind them that this node's log had, too (§5.3).
     *
     * @param previous the entry right before them
     * @param entries what follows it, at least one
     */
    record EntriesFound(EntryId previous, EntryBatch entries) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onEntriesFound(this);
        }
    }

    /**
     * The leader of a term told, asked since this node's start, how far its log reaches: what this node ever acknowledged and is,
     * or can become, committed, lies in that log, as far as that (§5.4, leader completeness).
     *
     * @param term the leader's
     * @param lastIndex its last entry's, which is of that term
     */
    record LeaderTold(long term, long lastIndex) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onLeaderTold(this);
        }
    }

    /** The node is about to stop, or is asked to lead no more: another one should lead (thesis §3.10). */
    record HandoverAsked() implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onHandoverAsked(this);
        }
    }

    /**
     * Nobody has taken over for so long that the leader had better go on.
     *
     * @param epoch the stay as leader
     */
    record HandoverLapsed(long epoch) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onHandoverLapsed(this);
        }
    }

    /** A leader asks this node to stand for election; answer under the rpcId. */
    record TimeoutNowReceived(long rpcId, Sender from, TimeoutNow request) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onTimeoutNow(this);
        }
    }

    /** Somebody wants to read, without a place in the log, what was acknowledged before (thesis §6.4). */
    record ReadsAsked() implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onReadsAsked(this);
        }
    }

    /**
     * The write with this id, and so every earlier one, is on disk. Counts in any role and term.
     *
     * @param writeId as in {@link Effect.Persist}
     */
    record Persisted(long writeId) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onPersisted(this);
        }
    }

    /**
     * A member introduced itself in this cluster: from now on its incarnation is known, and no other is accepted.
     *
     * @param from who it is
     */
    record PeerMet(Sender from) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.onPeerMet(this);
        }
    }

    /** One method for each event. */
    interface Handler {
        void onContactLapsed(ContactLapsed event);

        void onElectionTimeout(ElectionTimeout event);

        void onQuorumLost(QuorumLost event);

        void onDiskStalled(DiskStalled event);

        void onPreVote(PreVoteReceived event);

        void onRequestVote(VoteReceived event);

        void onAppendEntries(AppendReceived event);

        void onInstallSnapshot(InstallReceived event);

        void onSnapshotStaged(SnapshotStaged event);

        void onSnapshotTaken(SnapshotTaken event);

        void onBallotClosed(BallotClosed event);

        void onAppendAnswered(AppendAnswered event);

        void onProposed(Proposed event);

        void onEntriesFound(EntriesFound event);

        void onHandoverAsked(HandoverAsked event);

        void onHandoverLapsed(HandoverLapsed event);

        void onTimeoutNow(TimeoutNowReceived event);

        void onReadsAsked(ReadsAsked event);

        void onPersisted(Persisted event);

        void onPeerMet(PeerMet event);

        void onLeaderTold(LeaderTold event);
    }
}

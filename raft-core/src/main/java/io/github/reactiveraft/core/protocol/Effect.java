package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest.TimeoutNow;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something to be done because of a step; carried out in the order given. */
public sealed interface Effect {

    /** Hands this effect to the method that knows it. */
    void dispatch(Handler handler);

    /**
     * Write, in the one ordered stream of writes: first the hard state, then the snapshot, then the truncation, then the
     * entries. When all of it is on disk, first send the replies, then feed back {@link Event.Persisted}.
     *
     * @param writeId counts up from 1
     * @param hardState the new term, vote and incarnations, or null to leave them
     * @param adoption the staged snapshot that comes into force, or null for none
     * @param truncateFrom the first index to remove with all behind it, or 0
     * @param entries what to append; may be empty
     * @param then replies that may leave only after this write; may be empty
     */
    record Persist(
            long writeId,
            @Nullable HardState hardState,
            @Nullable SnapshotAdoption adoption,
            long truncateFrom,
            EntryBatch entries,
            List<Reply> then)
            implements Effect {

        /** A write without a snapshot. */
        public Persist(
                long writeId, @Nullable HardState hardState, long truncateFrom, EntryBatch entries, List<Reply> then) {
            this(writeId, hardState, null, truncateFrom, entries, then);
        }

        @Override
        public void dispatch(Handler handler) {
            handler.persist(this);
        }
    }

    /** Answer a request now. */
    record Reply(long rpcId, RaftResponse response) implements Effect {
        @Override
        public void dispatch(Handler handler) {
            handler.reply(this);
        }
    }

    /**
     * Proposals have a place in the log of this leader; whether they stay there is not known yet.
     *
     * @param term the leader's term
     * @param firstIndex the first proposal's index; the others follow
     * @param proposals the ones of the event
     */
    record Accepted(long term, long firstIndex, List<Proposal> proposals) implements Effect {
        @Override
        public void dispatch(Handler handler) {
            handler.accepted(this);
        }
    }

    /**
     * Fetch a snapshot from who announced it, or go on fetching it; feed back {@link Event.SnapshotStaged} when all of it
     * is staged. Any other one that is being fetched is not needed any more.
     *
     * @param from who has it
     * @param snapshot what it stands for
     * @param byteCount the length of its image
     */
    record Fetch(Sender from, SnapshotMeta snapshot, long byteCount) implements Effect {
        @Override
        public void dispatch(Handler handler) {
            handler.fetch(this);
        }
    }

    /** Proposals were not taken: this node does not lead. */
    record NotAccepted(List<Proposal> proposals) implements Effect {
        @Override
        public void dispatch(Handler handler) {
            handler.notAccepted(this);
        }
    }

    /**
     * Reads were asked for. Once the round is confirmed, and the state holds everything up to the index, it holds all that
     * was acknowledged before. Ask the peers.
     *
     * @param round counts up from 1
     * @param readIndex the index, from 1
     */
    record RoundBegun(long round, long readIndex) implements Effect {
        @Override
        public void dispatch(Handler handler) {
            handler.roundBegun(this);
        }
    }

    /** This round and all before it are confirmed: the node still led when they began. */
    record RoundConfirmed(long round) implements Effect {
        @Override
        public void dispatch(Handler handler) {
            handler.roundConfirmed(this);
        }
    }

    /** Reads were asked for of a node that does not lead. */
    record ReadsRefused() implements Effect {
        @Override
        public void dispatch(Handler handler) {
            handler.readsRefused(this);
        }
    }

    /**
     * Ask a member to stand for election: it has all that this leader has.
     *
     * @param successor who is asked
     * @param request what it is asked
     */
    record HandOver(NodeId successor, TimeoutNow request) implements Effect {
        @Override
        public void dispatch(Handler handler) {
            handler.handOver(this);
        }
    }

    /** Everything up to this index is committed and on this node's disk: apply it. */
    record Commit(long index) implements Effect {
        @Override
        public void dispatch(Handler handler) {
            handler.commit(this);
        }
    }

    /** A leader was heard or a vote was given: wait anew before standing for election (§5.2). */
    record RestartElectionTimer() implements Effect {
        @Override
        public void dispatch(Handler handler) {
            handler.restartElectionTimer(this);
        }
    }

    /**
     * The node is in this role from now on: end what belonged to the role before, start what belongs to this one.
     *
     * @param role the role
     * @param epoch names this stay; greater than any before
     */
    record EnterRole(Role role, long epoch) implements Effect {
        @Override
        public void dispatch(Handler handler) {
            handler.enterRole(this);
        }
    }

    /** One method for each effect. */
    interface Handler {
        void persist(Persist effect);

        void reply(Reply effect);

        void fetch(Fetch effect);

        void accepted(Accepted effect);

        void notAccepted(NotAccepted effect);

        void roundBegun(RoundBegun effect);

        void roundConfirmed(RoundConfirmed effect);

        void readsRefused(ReadsRefused effect);

        void handOver(HandOver effect);

        void commit(Commit effect);

        void restartElectionTimer(RestartElectionTimer effect);

        void enterRole(EnterRole effect);
    }
}

package io.github.reactiveraft.api.model;

import io.github.reactiveraft.api.NodeId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a node asks another. */
public sealed interface RaftRequest {

    /**
     * Would you vote for me? Changes nothing at the receiver (thesis §9.6).
     *
     * @param term the term the candidate would have: its current one plus 1
     * @param candidate who asks
     * @param lastEntry the last entry of its log
     */
    record PreVote(long term, NodeId candidate, EntryId lastEntry) implements RaftRequest {}

    /**
     * Vote for me (§5.2).
     *
     * @param term the candidate's term
     * @param candidate who asks
     * @param lastEntry the last entry of its log (§5.4.1)
     * @param isHandover whether the leader of the term before asked for this election, so that nobody has to be loyal to it
     *     (thesis §4.2.3)
     */
    record RequestVote(long term, NodeId candidate, EntryId lastEntry, boolean isHandover) implements RaftRequest {

        /** A candidacy of the candidate's own. */
        public RequestVote(long term, NodeId candidate, EntryId lastEntry) {
            this(term, candidate, lastEntry, false);
        }
    }

    /**
     * Stand for election now: I am about to go, and you have all that I have (thesis §3.10).
     *
     * @param term the leader's term
     * @param leader who leads it
     * @param lastEntry the last entry of its log, which a successor must have
     */
    record TimeoutNow(long term, NodeId leader, EntryId lastEntry) implements RaftRequest {}

    /**
     * Append these entries; without entries a heartbeat (§5.3).
     *
     * @param term the leader's term
     * @param leader who leads it
     * @param previous the entry right before the new ones
     * @param commitIndex the leader's commitIndex
     * @param entries what follows {@code previous}, perhaps nothing
     */
    record AppendEntries(long term, NodeId leader, EntryId previous, long commitIndex, EntryBatch entries)
            implements RaftRequest {

        /**
         * Checks that the entries follow {@code previous} and are not of a later term than the leader's.
         *
         * @throws IllegalArgumentException if they do not
         */
        public AppendEntries {
            Objects.requireNonNull(leader, "leader");
            if (previous.term() > term || commitIndex < 0) {
                throw new IllegalArgumentException(
                        "Term " + term + " cannot follow " + previous + " with commitIndex " + commitIndex);
            }
            if (!entries.isEmpty()
                    && (entries.firstIndex() != previous.index() + 1
                            || entries.term(entries.firstIndex()) < previous.term()
                            || entries.lastTerm() > term)) {
                throw new IllegalArgumentException(entries + " cannot follow " + previous + " in term " + term);
            }
        }

        /** The last index this request speaks about: what its success verifies. */
        public long verifiedIndex() {
            return entries.isEmpty() ? previous.index() : entries.lastIndex();
        }
    }

    /**
     * The entries you need next are gone: fetch this snapshot (§7). Announces it only, and is repeated like a heartbeat;
     * the receiver asks for the pieces.
     *
     * @param term the leader's term
     * @param leader who leads it
     * @param snapshot what the snapshot stands for
     * @param byteCount the length of its image, from 1
     */
    record InstallSnapshot(long term, NodeId leader, SnapshotMeta snapshot, long byteCount) implements RaftRequest {

        /**
         * Checks that the snapshot is not of a later term than the leader's, and not empty.
         *
         * @throws IllegalArgumentException if it is
         */
        public InstallSnapshot {
            Objects.requireNonNull(leader, "leader");
            if (snapshot.lastIncluded().term() > term || byteCount < 1) {
                throw new IllegalArgumentException("In term " + term + " no " + byteCount
                        + " bytes can be a snapshot up to " + snapshot.lastIncluded());
            }
        }
    }

    /**
     * Send me a piece of a snapshot's image. Changes nothing, may be asked again and again.
     *
     * @param lastIncluded which snapshot
     * @param offset where the piece starts, from 0
     * @param maxBytes the longest piece wanted, from 1; a shorter one may come
     */
    record FetchSnapshot(EntryId lastIncluded, long offset, int maxBytes) implements RaftRequest {

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException if one is violated
         */
        public FetchSnapshot {
            if (lastIncluded.equals(EntryId.NONE) || offset < 0 || maxBytes < 1) {
                throw new IllegalArgumentException(
                        "No piece of " + maxBytes + " bytes at " + offset + " of snapshot " + lastIncluded);
            }
        }
    }

    /**
     * What a client wants of the leader, passed on by the member it came to; never passed on twice.
     *
     * @param kind what to do
     * @param ticket which command of which session, null but for {@link Kind#SUBMIT_ONCE}
     * @param payload a command or query as the state machine's codec encoded it; nothing for the other kinds
     */
    record Forward(Kind kind, @Nullable Ticket ticket, Bytes payload) implements RaftRequest {

        /**
         * Checks that ticket and payload fit the kind.
         *
         * @throws IllegalArgumentException if there is one where there is nothing to say, or none where there has to be
         */
        public Forward {
            if ((kind == Kind.READ_INDEX || kind == Kind.OPEN_SESSION) && payload.length() > 0) {
                throw new IllegalArgumentException("A payload of " + payload.length() + " bytes with " + kind);
            }
            if ((kind == Kind.SUBMIT_ONCE) != (ticket != null)) {
                throw new IllegalArgumentException(kind + " with the ticket " + ticket);
            }
        }

        /** One without a ticket. */
        public Forward(Kind kind, Bytes payload) {
            this(kind, null, payload);
        }

        /** What a leader alone can do. */
        public enum Kind {
            /** Replicate a command and answer with its result: each time it is asked. */
            SUBMIT,
            /** Answer a query: from a member that cannot keep its own state up. */
            READ,
            /**
             * Answer with the index that a state has to have got to before it may be read, an i64: once it is certain that this
             * was asked of the leader (thesis §6.4).
             */
            READ_INDEX,
            /** Open a session, and answer with its number, an i64 (thesis §6.3). */
            OPEN_SESSION,
            /** Replicate a command of a session and answer with its result: however often it is asked, it is executed once. */
            SUBMIT_ONCE
        }
    }

    /**
     * Which entries follow this one? Asked by a member that lost some to damage while nobody leads. Only what is known to
     * have stood in its log is answered: entries that lead up to one of those that it names, for then, by log matching
     * (§5.3), they are the same as it had.
     *
     * @param after the last entry of its log, {@link EntryId#NONE} if it is empty
     * @param known entries that its log had behind that one, ascending by index, 1 to {@link #MAX_KNOWN}
     * @param maxBytes how much to answer at most, from 1; one entry in any case
     */
    record GetEntries(EntryId after, List<EntryId> known, int maxBytes) implements RaftRequest {

        /** No more are named at a time. */
        public static final int MAX_KNOWN = 16;

        /**
         * Copies the list and checks it.
         *
         * @throws IllegalArgumentException if it is empty, too long or not in order
         */
        public GetEntries {
            known = List.copyOf(known);
            EntryId before = after;
            for (EntryId id : known) {
                if (id.index() <= before.index() || id.term() < before.term()) {
                    throw new IllegalArgumentException("No log has " + id + " behind " + before);
                }
                before = id;
            }
            if (known.isEmpty() || known.size() > MAX_KNOWN || maxBytes < 1) {
                throw new IllegalArgumentException(known.size() + " entries known, " + maxBytes + " bytes wanted");
            }
        }
    }

    /** How are you? */
    record GetStatus() implements RaftRequest {}

    /**
     * What is the digest of your state right behind this entry? Changes nothing, may be asked again and again.
     *
     * @param index the entry's index, from 1
     */
    record GetDigest(long index) implements RaftRequest {

        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if it is violated
         */
        public GetDigest {
            if (index < 1) {
                throw new IllegalArgumentException("No entry has index " + index);
            }
        }
    }
}

package io.github.reactiveraft.api.model;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import org.jspecify.annotations.Nullable;

/** What a node answers. */
public sealed interface RaftResponse {

    /**
     * Answer to {@link RaftRequest.PreVote}.
     *
     * @param term the voter's current term
     * @param isGranted whether it would vote
     */
    record PreVoteReply(long term, boolean isGranted) implements RaftResponse {}

    /**
     * Answer to {@link RaftRequest.RequestVote}.
     *
     * @param term the voter's current term; the vote counts only in that term
     * @param isGranted whether it voted
     */
    record VoteReply(long term, boolean isGranted) implements RaftResponse {}

    /**
     * Answer to {@link RaftRequest.GetEntries}.
     *
     * @param entries what follows the entry named first, up to one of those named as known; empty if there is nothing
     */
    record Entries(EntryBatch entries) implements RaftResponse {}

    /**
     * Answer to {@link RaftRequest.TimeoutNow}.
     *
     * @param term the term of who was asked, before it stands
     * @param isStanding whether it stands for election
     */
    record Standing(long term, boolean isStanding) implements RaftResponse {}

    /**
     * The request was in the receiver's log, or is now.
     *
     * @param term the receiver's term
     * @param matchIndex up to where the receiver's log equals the leader's: the smaller of what the request verified
     *     and what the receiver's disk held when this answer left
     */
    record Appended(long term, long matchIndex) implements RaftResponse {}

    /**
     * The request was not accepted: of an old term, or the receiver's log differs at {@code previous} (§5.3).
     *
     * @param term the receiver's term; greater than the request's means that the leader is deposed
     * @param lastIndex the receiver's last log index
     * @param conflictTerm the term the receiver has at {@code previous}, 0 if it has no entry there
     * @param conflictIndex the first index of that term in the receiver's log, or lastIndex + 1
     */
    record AppendRejected(long term, long lastIndex, long conflictTerm, long conflictIndex) implements RaftResponse {}

    /**
     * Answer to {@link RaftRequest.InstallSnapshot}: needed, and on its way or about to be fetched. Once it is in force, or
     * was not needed at all, the answer is {@link Appended}; to a request of an old term it is {@link AppendRejected}.
     *
     * @param term the receiver's term
     */
    record SnapshotWanted(long term) implements RaftResponse {}

    /**
     * Answer to {@link RaftRequest.FetchSnapshot}.
     *
     * @param lastIncluded which snapshot
     * @param offset where the piece starts
     * @param bytes the piece, empty only behind the image's end
     */
    record SnapshotPiece(EntryId lastIncluded, long offset, Bytes bytes) implements RaftResponse {}

    /**
     * Answer to {@link RaftRequest.Forward}.
     *
     * @param outcome what became of it
     * @param payload the encoded result if {@link Outcome#DONE}, else empty
     * @param message why, for people; empty if done
     * @param leader who leads, if known and the outcome is {@link Outcome#NOT_LEADER}
     */
    record Forwarded(
            Outcome outcome,
            Bytes payload,
            String message,
            @Nullable NodeId leader) implements RaftResponse {

        /** The outcomes of a command or query; codes are on the wire and never change. */
        public enum Outcome {
            /** Executed, here is the result. */
            DONE,
            /** Definitely not done: the receiver does not lead. */
            NOT_LEADER,
            /** Definitely not done: no leader can be reached. */
            UNAVAILABLE,
            /** Definitely not done: a queue is full. */
            OVERLOADED,
            /** Definitely not done, and never will be: it cannot be decoded, is too large, or its query threw. */
            REJECTED,
            /** Perhaps done. */
            UNKNOWN,
            /** Definitely not done: the receiver is closing or has failed. */
            CLOSED,
            /** Not done this time: the session has ended. */
            SESSION_EXPIRED,
            /** Executed, but there is no result to send. */
            RESULT_LOST
        }
    }

    /**
     * Answer to {@link RaftRequest.GetStatus}: what {@link io.github.reactiveraft.api.RaftStatus} shows.
     *
     * @param role the role
     * @param term the term
     * @param leader the leader, if known
     * @param lastIndex the last index on disk
     * @param commitIndex the commitIndex
     * @param lastApplied the last index applied
     */
    record Status(Role role, long term, @Nullable NodeId leader, long lastIndex, long commitIndex, long lastApplied)
            implements RaftResponse {}

    /**
     * Answer to {@link RaftRequest.GetDigest}.
     *
     * @param index the index that was asked for
     * @param isKnown whether the answering node has a digest of it: not if it has not applied that entry yet, did so long
     *     ago, came past it by a snapshot, or takes no digests there
     * @param value the digest, 0 if there is none
     */
    record Digest(long index, boolean isKnown, long value) implements RaftResponse {}

    /**
     * The request was not looked at.
     *
     * @param reason why not
     * @param message for people, may be empty
     */
    record Refused(Reason reason, String message) implements RaftResponse {

        /** Why a request was not looked at; codes are on the wire and never change. */
        public enum Reason {
            /** It speaks a protocol version the receiver does not know. */
            VERSION,
            /** It belongs to another cluster. */
            CLUSTER,
            /** It belongs to another consensus group. */
            GROUP,
            /** It is meant for another node: an address has moved. */
            TARGET,
            /** The sender is not a member. */
            SENDER,
            /** The sender has a known name and an unknown incarnation: it lost its disk, or its name was reused. */
            INCARNATION,
            /** It could not be decoded, or contradicts what the receiver knows for sure. */
            MALFORMED,
            /** The receiver is starting or stopping. */
            NOT_RUNNING,
            /** The receiver has too many requests waiting. */
            OVERLOADED,
            /** The snapshot that was asked for is not, or no longer, here. */
            GONE,
            /**
             * The sender started from an older copy of its data, or another one was started from a copy of it since. It
             * must not go on, not even after another start.
             */
            SUPERSEDED
        }
    }
}

package io.github.reactiveraft.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a command, a read or a node failed, sorted by what the caller may do next. {@link #isDefinitelyNotDone()} is the
 * first question: only {@link OutcomeUnknown} leaves open whether a command was, or will be, executed; {@link ResultLost} says that
 * it was.
 */
public abstract sealed class RaftException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private RaftException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether it is certain that the command was not executed and never will be. */
    public boolean isDefinitelyNotDone() {
        return true;
    }

    /** Retry elsewhere: this node does not lead. */
    public static final class NotLeader extends RaftException {
        private static final long serialVersionUID = 1L;

        private final @Nullable NodeId leader;

        public NotLeader(NodeId node, @Nullable NodeId leader) {
            super(
                    leader == null
                            ? node + " does not lead and knows no leader: try another member, or again later"
                            : node + " does not lead: send it to " + leader,
                    null);
            this.leader = leader;
        }

        /** Who to ask instead, if the refusing node knows. */
        public Optional<NodeId> leader() {
            return Optional.ofNullable(leader);
        }
    }

    /** Retry later: there is no leader that could be reached, perhaps an election is under way. */
    public static final class Unavailable extends RaftException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message) {
            super(message, null);
        }
    }

    /** Retry later, and slower: a queue is full. Nothing was queued. */
    public static final class Overloaded extends RaftException {
        private static final long serialVersionUID = 1L;

        public Overloaded(String message) {
            super(message, null);
        }
    }

    /**
     * Read the state and watch behind it: this replica does not have the changes any more that the watch would go on with. It
     * keeps a bounded number of them; those before the snapshot that it started with, or took over, it never had.
     *
     * <p>To go on without a gap: {@code read(query, ReadMode.local(token))} on the same node, with a token of one's own such as
     * {@code ReadToken.at(last)}, where {@code last} is the index that one has seen everything of, so that the state is not older
     * than that; then {@code watch(token.index() + 1)}. The token holds the index of the very state that was read, so the two
     * meet. If the watch is refused again, as changes came faster than that, do the same again.
     */
    public static final class Compacted extends RaftException {
        private static final long serialVersionUID = 1L;

        private final long availableFrom;

        public Compacted(String message, long availableFrom) {
            super(message, null);
            this.availableFrom = availableFrom;
        }

        /** The lowest index from which a watch was possible on this replica at that moment. */
        public long availableFrom() {
            return availableFrom;
        }
    }

    /** Do not retry as it is: the command or query is too large or cannot be encoded, decoded or answered. */
    public static final class Rejected extends RaftException {
        private static final long serialVersionUID = 1L;

        public Rejected(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * The command was taken but its end was not seen: it may have been executed, or be executed later. Retry only what
     * may be executed twice, or look first.
     */
    public static final class OutcomeUnknown extends RaftException {
        private static final long serialVersionUID = 1L;

        public OutcomeUnknown(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean isDefinitelyNotDone() {
            return false;
        }
    }

    /**
     * Do not submit it again: the command was executed, but its result is lost. It was too large to be sent, has no encoding or
     * was {@code null}; or it is unreadable here.
     */
    public static final class ResultLost extends RaftException {
        private static final long serialVersionUID = 1L;

        public ResultLost(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean isDefinitelyNotDone() {
            return false;
        }
    }

    /**
     * Open another session: the one of this command has ended, for nothing was heard of it for too long of the log's time or
     * there were too many. It was not executed now. Nodes and clients do that by themselves, and tell nobody of it who cannot be
     * sure that the command was not executed before; those who number their commands themselves must look at their earlier attempts.
     */
    public static final class SessionExpired extends RaftException {
        private static final long serialVersionUID = 1L;

        public SessionExpired(String message) {
            super(message, null);
        }
    }

    /** Retry elsewhere: this node, or client, was closed. */
    public static final class Closed extends RaftException {
        private static final long serialVersionUID = 1L;

        public Closed(NodeId node) {
            this(node + " is closed: use another member");
        }

        public Closed(String message) {
            super(message, null);
        }
    }

    /** The node stopped by itself, or could not start; its message says why and what an operator can do. */
    public static final class Fatal extends RaftException {
        private static final long serialVersionUID = 1L;

        public Fatal(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}

package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.Refused.Reason;
import io.github.reactiveraft.api.model.Sender;
import org.jspecify.annotations.Nullable;

/**
 * Who may speak here. A member is met with one incarnation and accepted only with what continues it: a voter that lost
 * its disk, or came back with an older copy of it, has forgotten votes and entries that others count on.
 */
final class Senders {

    private final NodeState state;

    Senders(NodeState state) {
        this.state = state;
    }

    /**
     * Why a request is not looked at, or null if it is.
     *
     * @param claimed who the request says it is from
     */
    @Nullable
    Refused refusal(Sender from, NodeId claimed, long term) {
        Refused refused = refusal(from);
        if (refused != null) {
            return refused;
        }
        if (!claimed.equals(from.node())) {
            return new Refused(Reason.MALFORMED, from.node() + " sent a request in the name of " + claimed);
        }
        if (term < 1 || term == Long.MAX_VALUE) {
            return new Refused(Reason.MALFORMED, from.node() + " sent a request of the impossible term " + term);
        }
        return null;
    }

    private @Nullable Refused refusal(Sender from) {
        NodeId node = from.node();
        if (node.equals(state.self())) {
            return new Refused(
                    Reason.SENDER,
                    "The sender calls itself " + node + " as this node does: give every node its own name and address");
        }
        if (!state.membership().hasVoter(node)) {
            return new Refused(
                    Reason.SENDER,
                    node + " is not a member: start it with the same members as the others, "
                            + state.membership().voters());
        }
        return refusal(from, state.hardState().incarnations().get(node));
    }

    /** Why nothing is believed of who claims to be a member that was met before, or null if it can be that member. */
    static @Nullable Refused refusal(Sender from, @Nullable Incarnation known) {
        Incarnation now = from.incarnation();
        if (known == null || now.continues(known)) {
            return null;
        }
        if (now.drawn() != known.drawn()) {
            return new Refused(
                    Reason.INCARNATION,
                    from.node() + " was known as incarnation " + known + " and now is " + now
                            + ": it lost its data, or its name was given to another node. Bring its old data directory"
                            + " back; it must not vote again without it");
        }
        return new Refused(
                Reason.SUPERSEDED,
                from.node() + " was known as incarnation " + known + " and now is " + now
                        + ", which does not go on from there: its data is an older copy of what it had, or was copied and"
                        + " the copy was started. It must not vote with what it has forgotten");
    }

    /** Takes note of a member not met before, or not since its latest start. */
    void learn(Sender from) {
        if (!from.incarnation().equals(state.hardState().incarnations().get(from.node()))) {
            state.learnIncarnation(from);
        }
    }

    /** Whether an answer may be looked at; takes note of its sender if so. */
    boolean recognise(Sender from) {
        if (refusal(from) != null) {
            return false;
        }
        learn(from);
        return true;
    }

    /** Whether an answer counts: its sender's incarnation is on disk here, so that it cannot be forgotten and replaced. */
    boolean counts(Sender from) {
        return from.incarnation().equals(state.durableHardState().incarnations().get(from.node()));
    }
}

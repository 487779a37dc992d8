package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.Refused.Reason;
import io.github.reactiveraft.api.model.Sender;
import org.jspecify.annotations.Nullable;

/**
 * Who may speak here. A member is met under one incarnation and never accepted under another: a voter that lost its disk
 * has forgotten votes and entries that others count on.
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
        Long known = state.hardState().incarnations().get(node);
        if (known != null && known != from.incarnation()) {
            return new Refused(
                    Reason.INCARNATION,
                    node + " was known as incarnation " + known + " and now is " + from.incarnation()
                            + ": it lost its data, or its name was given to another node. Bring its old data directory"
                            + " back; it must not vote again without it");
        }
        return null;
    }

    /** Takes note of the incarnation of a member not met before. */
    void learn(Sender from) {
        if (!state.hardState().incarnations().containsKey(from.node())) {
            state.learnIncarnation(from);
        }
    }

    /** Whether an answer may be looked at; takes note of a member not met before. */
    boolean recognise(Sender from) {
        if (refusal(from) != null) {
            return false;
        }
        learn(from);
        return true;
    }

    /** Whether an answer counts: its sender's incarnation is on disk here, so that it cannot be forgotten and replaced. */
    boolean counts(Sender from) {
        Long durable = state.durableHardState().incarnations().get(from.node());
        return durable != null && durable == from.incarnation();
    }
}

package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A leader that is about to go (thesis §3.10): it takes nothing more, brings the member up to date that has most of its log,
 * and asks that to stand for election at once. Belongs to one stay as leader, and ends with it or when it takes too long.
 */
final class Handover {

    private @Nullable NodeId successor;
    private boolean isAsked;

    /** Whether the leader takes neither proposals nor reads. */
    boolean isUnderWay() {
        return successor != null;
    }

    /** Begins. */
    void begin(NodeId next) {
        successor = next;
        isAsked = false;
    }

    /** It is off, whether or not anybody was asked: who stands all the same deposes the leader like any candidate. */
    void end() {
        successor = null;
    }

    /**
     * Who is to be asked to stand, or null as long as it lacks something, or was asked.
     *
     * @param commitment how far the log is committed, and who has how much of it
     */
    @Nullable
    NodeId due(Commitment commitment, long lastIndex) {
        NodeId next = successor;
        boolean isDue = next != null
                && !isAsked
                && commitment.commitIndex() == lastIndex
                && commitment.matchIndex(next) == lastIndex;
        isAsked = isAsked || isDue;
        return isDue ? next : null;
    }
}

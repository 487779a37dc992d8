package io.github.reactiveraft.api;

/** What a node is at a moment of its term (§5.1); pre-candidate is the role of thesis §9.6. */
public enum Role {
    /** Answers leaders and candidates, waits for its election timeout. */
    FOLLOWER,
    /** Asks whether an election could be won, without disturbing anybody's term. */
    PRE_CANDIDATE,
    /** Has a new term, has durably voted for itself and collects votes. */
    CANDIDATE,
    /** Replicates its log to the others and answers clients. */
    LEADER
}

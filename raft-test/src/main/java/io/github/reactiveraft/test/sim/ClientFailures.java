package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.RaftException;

/** What a member's failures are to a client in another process: the same as over the production transport. */
final class ClientFailures {

    private ClientFailures() {}

    /** One member does not lead or is going: another one may do better, so it is worth another try. */
    static RaftException seenFromOutside(RaftException failure) {
        boolean isOfThatMember = failure instanceof RaftException.NotLeader
                || failure instanceof RaftException.Closed
                || failure instanceof RaftException.Fatal;
        return isOfThatMember ? new RaftException.Unavailable(String.valueOf(failure.getMessage())) : failure;
    }

    /** Nobody knows whether what was sent was received. */
    static RaftException unknown(String what) {
        return new RaftException.OutcomeUnknown(what, null);
    }

    /** What only asks has changed nothing, whether or not it was received. */
    static RaftException ofQuestion(RaftException failure) {
        return failure instanceof RaftException.OutcomeUnknown
                ? new RaftException.Unavailable("No answer: " + failure.getMessage())
                : failure;
    }
}

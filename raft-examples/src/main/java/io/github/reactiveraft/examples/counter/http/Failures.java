package io.github.reactiveraft.examples.counter.http;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.Compacted;
import io.github.reactiveraft.api.RaftException.Fatal;
import io.github.reactiveraft.api.RaftException.NotLeader;
import io.github.reactiveraft.api.RaftException.OutcomeUnknown;
import io.github.reactiveraft.api.RaftException.Overloaded;
import io.github.reactiveraft.api.RaftException.Rejected;
import io.github.reactiveraft.api.RaftException.ResultLost;
import io.github.reactiveraft.api.RaftException.SessionExpired;
import io.github.reactiveraft.api.RaftException.Unavailable;
import io.github.reactiveraft.examples.members.NodeSwitches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an HTTP client is told about a failure, so that it knows what it may do next: 503 with {@code Retry-After} =
 * nothing was done and never will be, try again; 504 = the add may be done, now or later, look before adding again.
 */
final class Failures {

    /** Long enough for an election, in seconds. */
    private static final String SOON = "1";

    /** Long enough for somebody to restart the node, in seconds. */
    private static final String LATER = "10";

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static WholeAnswer answer(Throwable failure) {
        if (failure instanceof RefusedRequest refused) {
            return refused.answer();
        }
        if (failure instanceof NodeSwitches.Refused refused) {
            return refused.isKnown()
                    ? WholeAnswer.problem(409, "conflict", text(refused))
                    : WholeAnswer.problem(404, "unknown node", text(refused));
        }
        if (failure instanceof RaftException known) {
            return answer(known);
        }
        LOG.error("A request failed in a way that should not exist; please report it", failure);
        return WholeAnswer.problem(500, "internal", "The server's log says what happened");
    }

    private static WholeAnswer answer(RaftException failure) {
        if (failure instanceof OutcomeUnknown) {
            return WholeAnswer.json(504, new Json.Outcome("unknown"));
        }
        if (failure instanceof ResultLost) {
            return WholeAnswer.json(504, new Json.Outcome("done"));
        }
        if (failure instanceof Rejected) {
            return WholeAnswer.problem(400, "rejected", text(failure));
        }
        if (failure instanceof NotLeader) {
            return notDone("not leader", failure, SOON);
        }
        if (failure instanceof Unavailable) {
            return notDone("unavailable", failure, SOON);
        }
        if (failure instanceof Overloaded) {
            return notDone("overloaded", failure, SOON);
        }
        if (failure instanceof Compacted) {
            return notDone("compacted", failure, SOON);
        }
        if (failure instanceof SessionExpired) {
            return notDone("session expired", failure, SOON);
        }
        if (failure instanceof Closed) {
            return notDone("closed", failure, LATER);
        }
        if (failure instanceof Fatal) {
            return notDone("fatal", failure, LATER);
        }
        throw new AssertionError("A kind of RaftException without a status", failure);
    }

    private static WholeAnswer notDone(String reason, RaftException failure, String retryAfter) {
        return WholeAnswer.problem(503, reason, text(failure)).with("retry-after", retryAfter);
    }

    private static String text(RuntimeException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}

package io.github.reactiveraft.examples.counter.http;

/** Ends the handling of a request that the cluster never got to see. */
final class RefusedRequest extends RuntimeException {

    private final WholeAnswer answer;

    RefusedRequest(WholeAnswer answer) {
        // No stack trace: the client's mistake is in the message, and a flood of mistakes must stay cheap.
        super("refused with " + answer.status(), null, false, false);
        this.answer = answer;
    }

    WholeAnswer answer() {
        return answer;
    }
}

package io.github.reactiveraft.core.protocol;

/** A bug in this node: it stops rather than go on with a state that must not exist. */
public final class InvariantViolation extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    InvariantViolation(String message) {
        super(message);
    }
}

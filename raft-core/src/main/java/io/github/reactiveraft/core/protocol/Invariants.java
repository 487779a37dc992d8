package io.github.reactiveraft.core.protocol;

import java.util.List;

/** Checks that stay on in production: better a node that stops than a cluster that forks. */
public final class Invariants {

    private Invariants() {}

    /** Throws if a condition that can only be false because of a bug is false. */
    public static void check(boolean holds, String message, Object... details) {
        if (!holds) {
            throw new InvariantViolation(message + " " + List.of(details));
        }
    }
}

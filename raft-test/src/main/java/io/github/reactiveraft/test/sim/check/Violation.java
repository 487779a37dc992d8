package io.github.reactiveraft.test.sim.check;

import java.util.function.Supplier;

/** A rule of Raft was broken; the message names the rule, the nodes and what they did. */
public final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    /** Names the rule and what broke it. */
    public Violation(String rule, String details) {
        super(rule + ": " + details);
    }

    static void unless(boolean holds, String rule, Supplier<String> details) {
        if (!holds) {
            throw new Violation(rule, details.get());
        }
    }
}

package io.github.reactiveraft.test.chaos;

import java.util.function.Supplier;

/** Something that clients must never see. */
final class Finding extends AssertionError {

    private static final long serialVersionUID = 1L;

    private Finding(String what) {
        super(what);
    }

    static void unless(boolean holds, Supplier<String> what) {
        if (!holds) {
            throw new Finding(what.get());
        }
    }
}

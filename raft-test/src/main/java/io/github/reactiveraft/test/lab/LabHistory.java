package io.github.reactiveraft.test.lab;

import java.util.ArrayList;
import java.util.List;

/** What every state of the lab's machines must be: after so many commands the same one, applied or restored. */
final class LabHistory {

    private final List<Long> states = new ArrayList<>(List.of(0L));

    /** A machine of this many commands is in a state with this fingerprint. */
    void check(int commandCount, long state) {
        if (commandCount == states.size()) {
            states.add(state);
        }
        Expect.that(
                commandCount < states.size() && states.get(commandCount) == state,
                () -> "Two states after " + commandCount + " commands");
    }
}

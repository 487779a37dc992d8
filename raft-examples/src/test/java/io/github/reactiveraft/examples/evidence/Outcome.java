package io.github.reactiveraft.examples.evidence;

import java.util.List;

/** What came out; its components are what the line for programs says. */
interface Outcome {

    /** In one word. */
    String verdict();

    /** What must not be, empty if all is well. */
    List<String> violations();

    /** The word for what must not be. */
    static String verdict(List<String> violations) {
        return violations.isEmpty() ? "held" : "BROKEN";
    }
}

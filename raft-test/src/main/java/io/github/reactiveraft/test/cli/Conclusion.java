package io.github.reactiveraft.test.cli;

/** What a command found out: its components are what the last line of standard output says. */
interface Conclusion {

    /** Whether nothing was violated, nothing is unknown, and what was to be tested was tested. */
    boolean hasPassed();
}

package io.github.reactiveraft.benchmarks.cli;

import java.io.PrintWriter;

/** Tells whoever watches how it goes: on a terminal in one line, which is written over. */
final class Progress {

    private static final String OVER_THE_LAST = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean isTerminal;

    @SuppressWarnings("SystemConsoleNull") // The app asks for the console that is null without a terminal.
    Progress(PrintWriter err) {
        this.err = err;
        this.isTerminal = System.console() != null;
    }

    /** Something that is over soon. */
    void now(String line) {
        if (isTerminal) {
            err.print(OVER_THE_LAST + line);
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** Something to be kept. */
    void note(String line) {
        err.println((isTerminal ? OVER_THE_LAST : "") + line);
        err.flush();
    }

    /** Leaves the terminal to what comes next. */
    void clear() {
        if (isTerminal) {
            err.print(OVER_THE_LAST);
            err.flush();
        }
    }
}

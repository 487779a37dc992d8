package io.github.reactiveraft.test.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tells how far things are: on a terminal in one line that is written over, elsewhere in a line now and then. One thread
 * at a time.
 */
final class Progress {

    private static final Duration TERMINAL_PAUSE = Duration.ofMillis(100);
    private static final Duration LINE_PAUSE = Duration.ofSeconds(10);

    private final PrintWriter errors;
    private final boolean isTerminal;
    private final Stopwatch stopwatch;
    private Duration due;
    private int width;

    Progress(PrintWriter errors, boolean isTerminal, Stopwatch stopwatch) {
        this.errors = errors;
        this.isTerminal = isTerminal;
        this.stopwatch = stopwatch;
        this.due = isTerminal ? Duration.ZERO : LINE_PAUSE;
    }

    /** Something went on; the line is made only if it is time for one. */
    void onward(Supplier<String> line) {
        Duration now = stopwatch.elapsed();
        if (now.compareTo(due) < 0) {
            return;
        }
        if (isTerminal) {
            rewrite(line.get());
            due = now.plus(TERMINAL_PAUSE);
        } else {
            errors.println(line.get());
            due = now.plus(LINE_PAUSE);
        }
        errors.flush();
    }

    /** Makes room for something that stays. */
    void clear() {
        if (width > 0) {
            rewrite("");
            errors.print('\r');
            errors.flush();
        }
    }

    private void rewrite(String line) {
        errors.print('\r' + line + " ".repeat(Math.max(0, width - line.length())));
        width = line.length();
    }
}

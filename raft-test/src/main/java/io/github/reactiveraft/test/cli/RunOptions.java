package io.github.reactiveraft.test.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many runs go on at a time, and how people hear of them: the same for every command that has many. */
final class RunOptions {

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Whole.class,
            description = "How many runs at a time (default: one for each processor).")
    private @Nullable Integer threadCount;

    @Option(
            names = "--progress",
            description = "Tell the progress in one line that is written over, even if this is no terminal.")
    private boolean isTerminal;

    int threadCount() {
        return threadCount == null ? Runtime.getRuntime().availableProcessors() : threadCount;
    }

    @SuppressWarnings("SystemConsoleNull") // SimulatorApp asks for the console that is null without a terminal.
    boolean isTerminal() {
        return isTerminal || System.console() != null;
    }
}

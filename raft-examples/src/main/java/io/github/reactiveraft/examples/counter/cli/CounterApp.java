package io.github.reactiveraft.examples.counter.cli;

import io.github.reactiveraft.examples.counter.log.LogCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * {@code java -jar counter.jar}. Exit codes: 0 it ended as told, 2 it could not start (the options, a busy port, a
 * directory in use or not its own), 3 it had to stop by itself, 143 and 130 a signal ended it, cleanly. The
 * {@code log} tools: 0 a node can start from the directory, 1 it is damaged, 2 it cannot be looked at.
 */
@Command(
        name = "counter",
        description = "A replicated, durable counter with an HTTP door.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DemoCommand.class, NodeCommand.class, LogCommand.class})
public final class CounterApp {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say this.")
    @SuppressWarnings("unused") // The parser acts on it by itself.
    private boolean isHelpWanted;

    /** Made by the command line parser, too. */
    CounterApp() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new CounterApp());
    }
}

package io.github.reactiveraft.examples.evidence;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * {@code scripts/evidence}. Exit codes: 0 what was to be shown held, 1 it was broken, 2 the options are wrong. What goes
 * on is told on standard error; the one line on standard output is a JSON object.
 */
@Command(
        name = "scripts/evidence",
        description = "Runs real processes and shows what holds of them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PowerCutsCommand.class,
            LargeSnapshotCommand.class,
            RestartCommand.class,
            RollingRestartCommand.class,
            TurmoilCommand.class,
            SlowSubscriberCommand.class,
            SlowDiskCommand.class,
            ReadsCommand.class,
            NodeCommand.class,
            KvNodeCommand.class,
            EchoCommand.class,
            ReopenCommand.class
        })
public final class EvidenceApp {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say this.")
    @SuppressWarnings("unused") // The parser acts on it by itself.
    private boolean isHelpWanted;

    /** Made by the command line parser, too. */
    EvidenceApp() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new EvidenceApp())
                .setParameterExceptionHandler((wrong, arguments) -> refuse(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    // Where it could not be shown, it did not hold.
                    failure.printStackTrace(command.getErr());
                    return EvidenceCommand.BROKEN;
                });
    }

    private static int refuse(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String reason = String.valueOf(wrong.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        command.getErr().println(reason + "; see " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}

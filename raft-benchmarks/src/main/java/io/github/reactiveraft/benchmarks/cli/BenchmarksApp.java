package io.github.reactiveraft.benchmarks.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * {@code java -jar benchmarks.jar}. Exit codes: 0 all was measured, 1 something failed, 2 the options are wrong. Results are on
 * standard output, lines of JSON; what goes on is told on standard error.
 */
@Command(
        name = "benchmarks",
        description = "Measures replicated systems, three members and a client in processes of their own.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ClusterCommand.class,
            CompareCommand.class,
            FailoverCommand.class,
            GrowthCommand.class,
            MicroCommand.class,
            RestartCommand.class,
            SnapshotCommand.class,
            SoakCommand.class
        })
public final class BenchmarksApp {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say this.")
    @SuppressWarnings("unused") // The parser acts on it by itself.
    private boolean isHelpWanted;

    /** Made by the command line parser, too. */
    BenchmarksApp() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // JDK 22 to 24 take anything for a terminal, unless asked for the console that they had before.
        System.setProperty("jdk.console", "java.base");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchmarksApp())
                .setParameterExceptionHandler((wrong, arguments) -> refuse(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(failure.getMessage() == null ? failure : failure.getMessage());
                    return Output.FAILED;
                });
    }

    private static int refuse(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String reason = String.valueOf(wrong.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        command.getErr().println(reason + "; see " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}

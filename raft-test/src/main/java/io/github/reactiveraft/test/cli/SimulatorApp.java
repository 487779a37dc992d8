package io.github.reactiveraft.test.cli;

import java.util.function.LongSupplier;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * {@code java -jar raft-simulator.jar}. Exit codes: 0 nothing was found, 1 a rule was violated, or something is unknown or
 * was not tested, 2 the options are wrong. The last line on standard output is one JSON object.
 */
@Command(
        name = "raft-simulator",
        description =
                "Runs clusters in virtual time, under faults that a seed decides, and checks every rule at every step.",
        synopsisSubcommandLabel = "COMMAND")
public final class SimulatorApp {

    /** How people start this, in front of the command that repeats a run. */
    static final String PROGRAM = "java -jar raft-test/target/raft-simulator.jar";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say this.")
    @SuppressWarnings("unused") // The parser acts on it by itself.
    private boolean isHelpWanted;

    private SimulatorApp() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        silenceLoggers();
        // JDK 22 to 24 take anything for a terminal, unless asked for the console that they had before.
        System.setProperty("jdk.console", "java.base");
        System.exit(commandLine(new RealEngine(), System::nanoTime).execute(arguments));
    }

    /**
     * Nodes that are crashed all the time warn all the time. No logging backend is on board, which SLF4J would complain
     * about, and which makes Netty turn to the virtual machine's own loggers.
     */
    private static void silenceLoggers() {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        LogManager.getLogManager().reset();
    }

    static CommandLine commandLine(Engine engine, LongSupplier nanos) {
        return new CommandLine(new SimulatorApp())
                .addSubcommand(new SweepCommand(engine, nanos))
                .addSubcommand(new LabCommand(engine, nanos))
                .addSubcommand(new CrashPointsCommand(engine, nanos))
                .addSubcommand(new ReplayCommand(engine))
                .setParameterExceptionHandler((wrong, arguments) -> refuse(wrong));
    }

    private static int refuse(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String reason = String.valueOf(wrong.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        command.getErr().println(reason + "; see " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}

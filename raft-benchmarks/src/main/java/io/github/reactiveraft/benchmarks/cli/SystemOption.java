package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.process.ClassPaths;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which system a command is about. */
final class SystemOption {

    /** That has no elections, recovers nothing, and is never started again. */
    private static final Set<String> LIMITS = Set.of("limit", "limit-batched");

    @Option(
            names = "--system",
            defaultValue = "ours",
            paramLabel = "NAME",
            description =
                    "ours; limit or limit-batched, where that can be measured, which is the network and the disk without a"
                            + " protocol; or a rival that was built (default: ${DEFAULT-VALUE}).")
    private String name = "";

    /** The name of one that is here. */
    String there(CommandSpec command) {
        return there(command, name);
    }

    private static String there(CommandSpec command, String system) {
        if (!ClassPaths.isThere(system)) {
            throw new ParameterException(command.commandLine(), missing(system));
        }
        return system;
    }

    /** The name of one that is here, and whose members can be killed and started again. */
    String lasting(CommandSpec command) {
        return lasting(command, name);
    }

    /** A system's name, if it is here, and its members can be killed and started again. */
    static String lasting(CommandSpec command, String system) {
        if (LIMITS.contains(system)) {
            throw new ParameterException(command.commandLine(), system + " has no elections, and recovers nothing");
        }
        return there(command, system);
    }

    /** Why a system cannot be measured. */
    static String missing(String system) {
        return "There is no " + system + " here: " + ClassPaths.rival(system) + " was not built";
    }
}

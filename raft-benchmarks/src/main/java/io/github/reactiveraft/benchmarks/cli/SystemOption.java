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
        if (!ClassPaths.isThere(name)) {
            throw new ParameterException(command.commandLine(), missing(name));
        }
        return name;
    }

    /** The name of one that is here, and whose members can be killed and started again. */
    String lasting(CommandSpec command) {
        if (LIMITS.contains(name)) {
            throw new ParameterException(command.commandLine(), name + " has no elections, and recovers nothing");
        }
        return there(command);
    }

    /** Why a system cannot be measured. */
    static String missing(String system) {
        return "There is no " + system + " here: " + ClassPaths.rival(system) + " was not built";
    }
}

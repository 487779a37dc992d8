package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.results.JsonLines;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What all commands say alike. */
final class Output {

    /** The exit code of a command of which something failed. */
    static final int FAILED = 1;

    private Output() {}

    /** A result, at once. */
    static void print(CommandSpec command, Record line) {
        PrintWriter out = command.commandLine().getOut();
        out.println(JsonLines.line(line));
        out.flush();
    }

    /** Refuses options that are wrong. */
    static void require(CommandSpec command, boolean isRight, String message) {
        if (!isRight) {
            throw new ParameterException(command.commandLine(), message);
        }
    }
}

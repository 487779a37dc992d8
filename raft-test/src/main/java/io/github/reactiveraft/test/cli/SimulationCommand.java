package io.github.reactiveraft.test.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Runs something, tells people about it, and ends with one line for programs. */
abstract sealed class SimulationCommand implements Callable<Integer>
        permits SweepCommand, LabCommand, CrashPointsCommand, ReplayCommand {

    private static final int PASSED = 0;
    private static final int FOUND = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--json",
            description = "Leave standard output to the JSON object at the end; all else goes to standard error.")
    private boolean isJsonAlone;

    /** Runs it; throws what {@link #wrong} makes if the options do not fit together. */
    abstract Conclusion run();

    @Override
    public Integer call() {
        Conclusion conclusion = run();
        people().flush();
        PrintWriter out = spec.commandLine().getOut();
        out.println(JSON.writeValueAsString(conclusion));
        out.flush();
        return conclusion.hasPassed() ? PASSED : FOUND;
    }

    /** Where everything goes that is written for people. */
    PrintWriter people() {
        return isJsonAlone ? errors() : spec.commandLine().getOut();
    }

    PrintWriter errors() {
        return spec.commandLine().getErr();
    }

    /** An error in the options. */
    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

package io.github.reactiveraft.examples.evidence;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Gathers evidence in a directory of its own and gives the verdict as the exit code. */
abstract sealed class EvidenceCommand implements Callable<Integer>
        permits PowerCutsCommand,
                LargeSnapshotCommand,
                RestartCommand,
                RollingRestartCommand,
                TurmoilCommand,
                SlowSubscriberCommand,
                SlowDiskCommand,
                ReadsCommand {

    static final int HELD = 0;
    static final int BROKEN = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Gathers it. */
    abstract Outcome run(Path directory) throws IOException;

    /** What the directory's name begins with. */
    abstract String name();

    /** Calls {@link #require} for each option that has a range. */
    abstract void checkOptions();

    @Override
    public Integer call() throws IOException {
        checkOptions();
        Path directory = Files.createTempDirectory("evidence-" + name() + "-");
        tell("Data and logs of the processes are in " + directory);
        Outcome outcome = run(directory);
        outcome.violations().forEach(violation -> tell("BROKEN: " + violation));
        tell("verdict: " + outcome.verdict());
        PrintWriter out = spec.commandLine().getOut();
        out.println(JSON.writeValueAsString(outcome));
        out.flush();
        if (!outcome.violations().isEmpty()) {
            return BROKEN;
        }
        delete(directory);
        return HELD;
    }

    /** What held needs no looking into, and may be gigabytes. */
    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** Tells whoever watches how it goes. */
    void tell(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    /** Refuses an option. */
    void require(boolean isRight, String message) {
        if (!isRight) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}

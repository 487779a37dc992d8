package io.github.reactiveraft.benchmarks.cli;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "micro",
        sortOptions = false,
        description = "Measures single steps with JMH: the protocol, its bytes, the log, sessions, the simulator.")
final class MicroCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "REGEX",
            defaultValue = ".*",
            description = "Which benchmarks (default: all).")
    private String which = ".*";

    @Option(
            names = "--seconds",
            defaultValue = "2",
            paramLabel = "COUNT",
            description = "How long each iteration takes (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--forks",
            defaultValue = "1",
            paramLabel = "COUNT",
            description = "In how many processes, one after the other (default: ${DEFAULT-VALUE}).")
    private int forks;

    @Override
    public Integer call() throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(which)
                        .forks(forks)
                        .warmupTime(TimeValue.seconds(seconds))
                        .measurementTime(TimeValue.seconds(seconds))
                        .build())
                .run();
        return 0;
    }
}

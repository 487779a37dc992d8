package io.github.reactiveraft.examples.counter.cli;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.examples.members.StartFailure;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** Starts something, says so, and stays until it ends or the process is told to. */
abstract sealed class RunCommand implements Callable<Integer> permits DemoCommand, NodeCommand {

    static final int CANNOT_START = 2;
    static final int STOPPED_BY_ITSELF = 3;

    /** Enough for the writes under way and the last answers; what takes longer will not end at all. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What the options describe; throws what {@link #wrong} makes if they do not fit together. */
    abstract Mono<CounterService> start();

    /** Tells the person at the terminal what runs where. */
    abstract void announce(CounterService service, PrintWriter out);

    @Override
    public Integer call() {
        try {
            CounterService service = Objects.requireNonNull(start().block());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(service), "shutdown"));
            announce(service, spec.commandLine().getOut());
            return await(service);
        } catch (RaftException.Fatal | StartFailure failure) {
            spec.commandLine().getErr().println(failure.getMessage());
            return CANNOT_START;
        }
    }

    static int await(CounterService service) {
        try {
            service.terminated().block();
            return 0;
        } catch (RaftException.Fatal failure) {
            LOG.error("{}", failure.getMessage());
            close(service);
            return STOPPED_BY_ITSELF;
        }
    }

    /** An error in the options, answered with their usage. */
    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static void close(CounterService service) {
        try {
            service.close().block(CLOSING);
        } catch (IllegalStateException late) {
            LOG.warn("Not everything was closed within {}; the log on disk is safe all the same", CLOSING);
        }
    }
}

package io.github.reactiveraft.examples.counter.process;

import io.github.reactiveraft.examples.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;

/** A {@code counter.jar demo} that has said where it counts. */
final class CounterDemo implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PREFIX = "Counting at http://127.0.0.1:";

    private final JavaProcess process;
    private final int port;

    private CounterDemo(JavaProcess process) {
        this.process = process;
        this.port = port(process);
    }

    /** Starts one, on any free port. */
    static CounterDemo start(Path directory) {
        Path data = directory.resolve("data");
        return new CounterDemo(CounterJar.start(directory, List.of("demo", "--port", "0", "--data", data.toString())));
    }

    private static int port(JavaProcess process) {
        String line = Flux.interval(Duration.ofMillis(50))
                .flatMapIterable(tick -> process.outLines())
                .filter(said -> said.startsWith(PREFIX))
                .blockFirst(PATIENCE);
        Objects.requireNonNull(line);
        return Integer.parseInt(line.substring(PREFIX.length(), line.indexOf('/', PREFIX.length())));
    }

    int port() {
        return port;
    }

    JavaProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}

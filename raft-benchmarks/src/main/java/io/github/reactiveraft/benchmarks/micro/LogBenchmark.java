package io.github.reactiveraft.benchmarks.micro;

import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageIdentity;
import io.github.reactiveraft.core.storage.RaftStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The log in files, on the disk of the directory for temporary files. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
public class LogBenchmark {

    private static final int WRITES = 1_000;
    private static final int MIB = 1024 * 1024;

    private Path directory = Path.of("");
    private LogStorage log = RaftStorage.in(directory).log();
    private long openings;

    /** Made by JMH. */
    public LogBenchmark() {}

    /** A log with a thousand writes of a hundred entries. */
    @Setup(Level.Iteration)
    public void fill() throws IOException {
        directory = Files.createTempDirectory("log-benchmark-");
        log = RaftStorage.in(directory).log();
        write(open(log).lastIndex());
    }

    /** Deletes it. */
    @TearDown(Level.Iteration)
    public void empty() throws IOException {
        log.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A thousand more of them, each forced to the disk. */
    @Benchmark
    public void append() {
        write((long) WRITES * Entries.COUNT);
    }

    private void write(long lastIndex) {
        long last = lastIndex;
        for (int i = 0; i < WRITES; i++) {
            log.write(List.of(new LogWrite(null, 0, Entries.batch(last + 1, 1))));
            last += Entries.COUNT;
        }
    }

    /** Closes the log, opens it again, and reads and checks all that is there, as every start does. */
    @Benchmark
    public Recovered recover() {
        log.close();
        log = RaftStorage.in(directory).log();
        return open(log);
    }

    private Recovered open(LogStorage log) {
        return log.open(new StorageIdentity("benchmark", "main", Entries.SELF, Entries.MEMBERS, ++openings, MIB));
    }
}

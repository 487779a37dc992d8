package io.github.reactiveraft.examples.counter.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code java -jar counter.jar} of its own, with little memory, that dies loudly if that is not enough. */
final class CounterProcess implements AutoCloseable {

    private static final int PATIENCE_IN_SECONDS = 20;

    /** The JDK from which on rsocket-java's use of sun.misc.Unsafe costs a warning on standard error. */
    private static final int FIRST_THAT_WARNS_OF_UNSAFE = 24;

    private final Process process;
    private final Path out;
    private final Path err;

    private CounterProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it; what it says is added to files in the directory. */
    static CounterProcess start(Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError"));
        if (Runtime.version().feature() >= FIRST_THAT_WARNS_OF_UNSAFE) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-jar");
        command.add(System.getProperty("counter.jar", "raft-examples/target/counter.jar"));
        command.addAll(arguments);
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        try {
            Files.createDirectories(directory);
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                    .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()))
                    .redirectInput(new File("/dev/null"))
                    .start();
            return new CounterProcess(process, out, err);
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9}: without a chance to say or write anything more. */
    void kill() {
        process.destroyForcibly();
    }

    /** As {@code kill}: asks it to stop. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end. */
    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The process did not end within " + PATIENCE_IN_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a process to end", interrupted);
        }
    }

    List<String> outLines() {
        return lines(out);
    }

    List<String> errLines() {
        return lines(err);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        kill();
        exitCode();
    }
}

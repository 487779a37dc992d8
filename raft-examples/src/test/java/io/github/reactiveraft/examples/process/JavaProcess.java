package io.github.reactiveraft.examples.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A virtual machine of its own, with little memory, that dies loudly if that is not enough. */
public final class JavaProcess implements AutoCloseable {

    private static final int PATIENCE_IN_SECONDS = 20;

    private static final String PEAK_MEMORY = "VmHWM:";

    private final Process process;
    private final Path out;
    private final Path err;

    private JavaProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it with what follows {@code java} on the command line; what it says is added to files in the directory. */
    public static JavaProcess start(Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError"));
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
            return new JavaProcess(process, out, err);
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
    }

    /** The one file that holds the counter service. */
    public static String counterJar() {
        return System.getProperty("counter.jar", "raft-examples/target/counter.jar");
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9}: without a chance to say or write anything more. */
    public void kill() {
        process.destroyForcibly();
    }

    /** As {@code kill}: asks it to stop. */
    public void terminate() {
        process.destroy();
    }

    /** As {@code kill -STOP}: it stands still, and does not know. */
    public void pause() {
        signal("STOP");
    }

    /** As {@code kill -CONT}: it goes on. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int exitCode = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
            if (exitCode != 0 && process.isAlive()) {
                throw new IllegalStateException("kill -" + name + " ended with " + exitCode);
            }
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending a signal", interrupted);
        }
    }

    /** How much processor time it has had, all cores together; nothing where the system does not tell. */
    public Duration cpuTime() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Waits for its end. */
    public int exitCode() {
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

    /** The most memory it ever had, in bytes, while it runs; nothing where the system does not tell. */
    public OptionalLong peakMemory() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        return lines(status).stream()
                .filter(line -> line.startsWith(PEAK_MEMORY))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    /** What it, and those before it in the same directory, wrote to standard output. */
    public List<String> outLines() {
        return lines(out);
    }

    /** What it, and those before it in the same directory, wrote to standard error. */
    public List<String> errLines() {
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

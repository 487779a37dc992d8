package io.github.reactiveraft.benchmarks.process;

import io.github.reactiveraft.benchmarks.probe.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A virtual machine of its own that answers questions; dies with this one. */
final class MeasuredProcess implements AutoCloseable {

    private static final int ERROR_LINES = 25;
    private static final String END = "";
    private static final Duration DEATH = Duration.ofSeconds(10);
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final String name;
    private final Process process;
    private final Path errors;
    private final Writer questions;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private MeasuredProcess(String name, Process process, Path errors) {
        this.name = name;
        this.process = process;
        this.errors = errors;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts one.
     *
     * @param directory what it says on standard error goes to a file in it
     * @param arguments what follows {@code java}
     */
    static MeasuredProcess start(String name, Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Path errors = directory.resolve(name + ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                    .start();
            MeasuredProcess started = new MeasuredProcess(name, process, errors);
            Litter.all().add(started);
            Thread reader = new Thread(started::read, name + " answers");
            reader.setDaemon(true);
            reader.start();
            return started;
        } catch (IOException refused) {
            throw new UncheckedIOException("Cannot start " + name, refused);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException killed) {
            // It has said all it will.
        }
        answers.add(END);
    }

    /** Says something; what comes of it is awaited for itself. */
    void say(String line) {
        try {
            questions.write(line + "\n");
            questions.flush();
        } catch (IOException gone) {
            throw failed("does not listen any more");
        }
    }

    /** Asks and waits for the answer, which begins with a word. */
    Words ask(Words question, String first, Duration patience) {
        say(question.line());
        return await(first, patience);
    }

    /** Waits for a line that begins with a word. */
    Words await(String first, Duration patience) {
        try {
            String line = answers.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw failed("did not say '" + first + "' within " + patience);
            }
            if (line.equals(END)) {
                answers.add(END);
                throw failed("ended before it said '" + first + "'");
            }
            if (!line.equals(first) && !line.startsWith(first + " ")) {
                throw failed("said, in place of '" + first + "': " + line);
            }
            return Words.parse(line);
        } catch (InterruptedException unwanted) {
            Thread.currentThread().interrupt();
            throw failed("was not waited for");
        }
    }

    private IllegalStateException failed(String what) {
        return new IllegalStateException(name + " " + what + lastErrors());
    }

    private String lastErrors() {
        try {
            List<String> lines = Files.readAllLines(errors);
            if (lines.isEmpty()) {
                return "";
            }
            return "; it complained:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - ERROR_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** It and everything that it started itself. */
    List<ProcessHandle> handles() {
        List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
        process.descendants().forEach(all::add);
        return all;
    }

    /** As {@code kill -9}, with everything it started. */
    void kill() {
        handles().forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills it and waits until it is gone. */
    @Override
    public void close() {
        List<ProcessHandle> all = handles();
        kill();
        long killedAt = System.nanoTime();
        for (ProcessHandle each : all) {
            // Not by onExit: of a process that is no child, that tells hundreds of milliseconds late.
            while (Proc.isAlive(each.pid())) {
                if (System.nanoTime() - killedAt > DEATH.toNanos()) {
                    throw failed("does not die");
                }
                Pause.of(A_MOMENT);
            }
        }
        Litter.all().forget(this);
    }
}

package io.github.reactiveraft.test.mutants;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Lets a finder loose on a mutant, in a virtual machine of its own. */
final class ChildJvm {

    private static final Path CORE_TESTS = Path.of("..", "raft-core", "target", "test-classes")
            .toAbsolutePath()
            .normalize();

    /** It is over before a better compiler would have paid. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private ChildJvm() {}

    /** What the finder says of it; empty if it found nothing. */
    static Optional<String> run(Finder finder, List<String> command, Overlay overlay) {
        Path output = overlay.output(finder.name());
        try {
            Process child = new ProcessBuilder(commandLine(command, overlay))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                if (!child.waitFor(finder.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(
                            command + " on " + overlay.name() + " is not done after " + finder.patience());
                }
            } finally {
                child.destroyForcibly();
            }
            return verdict(child.exitValue(), output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + command, interrupted);
        }
    }

    private static List<String> commandLine(List<String> command, Overlay overlay) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        line.addAll(SHORT_LIVED);
        line.add("-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", ""));
        line.add("-cp");
        line.add(String.join(
                File.pathSeparator,
                overlay.classes().toString(),
                System.getProperty("java.class.path"),
                coreTests().toString()));
        line.addAll(command);
        return line;
    }

    private static Path coreTests() {
        if (!Files.isDirectory(CORE_TESTS)) {
            throw new IllegalStateException(
                    CORE_TESTS + " is not there: build raft-core with its tests first, as -am does");
        }
        return CORE_TESTS;
    }

    private static Optional<String> verdict(int exitValue, Path output) throws IOException {
        if (exitValue == 0) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(output).stream()
                .filter(line -> !line.isBlank())
                .toList();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
        if (exitValue == 1 && !last.isEmpty()) {
            return Optional.of(last);
        }
        throw new IllegalStateException("The finder itself ended with " + exitValue + ", see " + output + ": " + last);
    }
}

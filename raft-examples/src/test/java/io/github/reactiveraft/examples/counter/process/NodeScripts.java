package io.github.reactiveraft.examples.counter.process;

import io.github.reactiveraft.examples.process.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The scripts in {@code src/test/js}, with what they need installed beside a copy of them. */
final class NodeScripts {

    private static final Path SOURCES = Path.of("src", "test", "js");
    private static final Path COPY = Path.of("target", "js");
    private static final String LOCK = "package-lock.json";
    private static final int PATIENCE_IN_SECONDS = 60;

    private final Path node;

    private NodeScripts(Path node) {
        this.node = node;
    }

    /**
     * Installs once for a build; where there is no Node.js, or no registry to install from, the test ends here.
     *
     * @param directory where what the installation says is kept
     */
    static NodeScripts installed(Path directory) throws IOException {
        NodeScripts scripts = new NodeScripts(Installed.program("node", "nodejs"));
        Path npm = Installed.program("npm");
        boolean isInstalled = isInstalled();
        Files.createDirectories(COPY);
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Files.copy(file, COPY.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!isInstalled) {
            install(directory.resolve("npm"), npm);
        }
        return scripts;
    }

    /** The second file is npm's, and written last. */
    private static boolean isInstalled() throws IOException {
        return Files.exists(COPY.resolve(LOCK))
                && Files.exists(COPY.resolve("node_modules/.package-lock.json"))
                && Files.mismatch(SOURCES.resolve(LOCK), COPY.resolve(LOCK)) < 0;
    }

    private static void install(Path directory, Path npm) {
        try (Script installing = new Script(
                directory,
                List.of(npm.toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"))) {
            if (installing.exitCode() != 0) {
                Installed.missing("npm ci failed: " + installing.errors());
            }
        }
    }

    /** Starts a script with its arguments. */
    Script start(Path directory, List<String> commandLine) {
        List<String> command = new ArrayList<>(List.of(node.toString()));
        command.addAll(commandLine);
        return new Script(directory, command);
    }

    /** A script that runs; what it says goes to files. */
    static final class Script implements AutoCloseable {

        private final Path out;
        private final Path err;
        private final Process process;

        private Script(Path directory, List<String> command) {
            this.out = directory.resolve("out.txt");
            this.err = directory.resolve("err.txt");
            try {
                Files.createDirectories(directory);
                this.process = new ProcessBuilder(command)
                        .directory(COPY.toFile())
                        .redirectOutput(out.toAbsolutePath().toFile())
                        .redirectError(err.toAbsolutePath().toFile())
                        .start();
            } catch (IOException cannotStart) {
                throw new UncheckedIOException(cannotStart);
            }
        }

        /** Ends its standard input. */
        void tellToEnd() throws IOException {
            process.getOutputStream().close();
        }

        int exitCode() {
            try {
                if (!process.waitFor(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("No end within " + PATIENCE_IN_SECONDS + " s: " + errors());
                }
                return process.exitValue();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for a script to end", interrupted);
            }
        }

        List<String> lines() {
            return lines(out);
        }

        String errors() {
            return String.join("\n", lines(err));
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
            process.destroyForcibly();
        }
    }
}

package io.github.reactiveraft.examples.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs that a test needs and this build does not bring along. */
public final class Installed {

    private Installed() {}

    /**
     * Where one of these programs is on the path, the first that there is. Without one the test is skipped; with {@code CI=true} in
     * the environment it fails, since there it must not be missing.
     */
    public static Path program(String... names) {
        return Arrays.stream(names)
                .flatMap(name -> directories().stream().map(directory -> directory.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(
                        () -> missing("None of " + List.of(names) + " is on the path: scripts/ci-machine installs it"));
    }

    private static List<Path> directories() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** Skips the test; or fails it where nothing must be missing. */
    public static Path missing(String message) {
        if ("true".equals(System.getenv("CI"))) {
            return Assertions.fail(message);
        }
        return Assumptions.abort(message);
    }
}

package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.process.ClassPaths;
import io.github.reactiveraft.benchmarks.results.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;

/** What this runs on. */
final class Machine {

    private static final long GIB_IN_KIB = 1024L * 1024;

    private Machine() {}

    static Origin origin(String system) {
        return new Origin(
                system,
                ClassPaths.version(system),
                LocalDate.now(ZoneOffset.UTC).toString(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                description());
    }

    private static String description() {
        int processors = Runtime.getRuntime().availableProcessors();
        String model = after("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch"));
        String memory = after("/proc/meminfo", "MemTotal")
                .map(text -> Long.parseLong(text.replaceAll("\\D", "")) / GIB_IN_KIB + " GiB, ")
                .orElse("");
        return processors + " × " + model + ", " + memory + System.getProperty("os.name") + " "
                + System.getProperty("os.version");
    }

    /** What stands behind the colon. */
    private static Optional<String> after(String file, String label) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(label))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip());
        } catch (IOException elsewhere) {
            return Optional.empty();
        }
    }
}

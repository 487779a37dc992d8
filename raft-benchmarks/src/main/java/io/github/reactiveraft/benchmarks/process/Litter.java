package io.github.reactiveraft.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Everything that must not outlive this process, however that ends. */
final class Litter {

    private static final Litter ALL = new Litter();

    private final Set<MeasuredProcess> processes = ConcurrentHashMap.newKeySet();
    private final Set<Path> directories = ConcurrentHashMap.newKeySet();

    private Litter() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::remove, "litter"));
    }

    static Litter all() {
        return ALL;
    }

    void add(MeasuredProcess process) {
        processes.add(process);
    }

    void add(Path directory) {
        directories.add(directory);
    }

    /** Removes everything that there is, and waits for it. */
    void remove() {
        processes.forEach(MeasuredProcess::kill);
        processes.forEach(MeasuredProcess::close);
        directories.forEach(this::remove);
    }

    /** Deletes a directory now. */
    void remove(Path directory) {
        delete(directory);
        directories.remove(directory);
    }

    void forget(MeasuredProcess process) {
        processes.remove(process);
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> found = Files.walk(directory)) {
            List<Path> files = found.sorted(Comparator.reverseOrder()).toList();
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException stillInUse) {
            System.err.println("Cannot delete " + directory + ": " + stillInUse);
        }
    }
}

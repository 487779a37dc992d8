package io.github.reactiveraft.test.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Classes that hide others: put first on a class path, they are the ones that are loaded. So the production code needs
 * no hooks to be broken.
 *
 * @param name whose classes they are
 * @param classes where they are; has room beside it
 */
record Overlay(String name, Path classes) {

    /** Compiles a mutant into a directory of its own. */
    static Overlay of(Mutant mutant, PlainCompiler compiler, Path room) {
        Overlay overlay = empty(mutant.name(), room);
        compiler.compile(mutant.mutated(), overlay.classes);
        return overlay;
    }

    /** Compiles whatever the mutants change, unchanged. */
    static Overlay ofOriginals(List<Mutant> mutants, PlainCompiler compiler, Path room) {
        Overlay overlay = empty("original", room);
        SortedMap<String, String> sources = new TreeMap<>();
        mutants.forEach(mutant -> sources.putAll(mutant.original()));
        compiler.compile(sources, overlay.classes);
        return overlay;
    }

    /** Hides nothing: whoever finds something here would find it anywhere. */
    static Overlay empty(String name, Path room) {
        Path classes = room.resolve(name).resolve("classes");
        try {
            if (Files.isDirectory(classes)) {
                clear(classes);
            }
            return new Overlay(name, Files.createDirectories(classes));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Nothing of an earlier version of the mutant may hide anything. */
    private static void clear(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Where somebody's output goes. */
    Path output(String whose) {
        return classes.resolveSibling(whose + ".txt");
    }

    /** The class files that are not there, or not the same byte for byte. */
    List<Path> differingFrom(Overlay other) {
        return names().stream()
                .filter(name -> !Arrays.equals(bytes(name), other.bytes(name)))
                .toList();
    }

    private List<Path> names() {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(Files::isRegularFile)
                    .map(classes::relativize)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private byte @Nullable [] bytes(Path name) {
        Path file = classes.resolve(name);
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : null;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

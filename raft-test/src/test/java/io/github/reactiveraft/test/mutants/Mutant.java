package io.github.reactiveraft.test.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A planted bug: a patch of the production code with some words in front that say what it breaks.
 *
 * <p>The words are labelled {@code Broken:}, {@code Stands for:} and {@code Caught by:}, and may go on over several lines.
 * A mutant that no simulation can see names under {@code Killed-by:} the test classes that go red.
 *
 * @param name the file's name without its ending
 * @param labels the words by their labels
 * @param changes what it changes, file by file
 */
record Mutant(String name, SortedMap<String, String> labels, List<SourceChange> changes) {

    static final String CANARY = "00-canary-applies-twice";

    private static final Path DIRECTORY = Path.of("src", "test", "mutants");
    private static final String ENDING = ".patch";
    private static final String BROKEN = "Broken";
    private static final List<String> REQUIRED = List.of(BROKEN, "Stands for", "Caught by");
    private static final String KILLED_BY = "Killed-by";

    Mutant {
        if (!labels.keySet().containsAll(REQUIRED)) {
            throw new IllegalArgumentException(name + " has to say " + REQUIRED + ", but says " + labels.keySet());
        }
        if (changes.isEmpty()) {
            throw new IllegalArgumentException(name + " changes no file");
        }
        changes = List.copyOf(changes);
    }

    /** All of them, in the order of their numbers. */
    static List<Mutant> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .map(file -> parse(name(file), lines(file)))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Mutant named(String name) {
        return parse(name, lines(DIRECTORY.resolve(name + ENDING)));
    }

    /** Reads a patch: the words up to the first file's head, then the files. */
    static Mutant parse(String name, List<String> lines) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (SourceChange.isHead(lines.get(i), lines.get(i + 1))) {
                starts.add(i);
            }
        }
        int wordsEnd = starts.isEmpty() ? lines.size() : starts.get(0);
        List<SourceChange> changes = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : lines.size();
            changes.add(SourceChange.parse(lines.subList(starts.get(i), end)));
        }
        return new Mutant(name, labels(name, lines.subList(0, wordsEnd)), changes);
    }

    private static SortedMap<String, String> labels(String name, List<String> words) {
        SortedMap<String, String> labels = new TreeMap<>();
        String label = "";
        for (String line : words) {
            int colon = line.indexOf(": ");
            boolean isLabelled = colon > 0 && !line.startsWith(" ");
            if (isLabelled) {
                label = line.substring(0, colon);
                labels.put(label, line.substring(colon + 2).strip());
            } else if (!line.isBlank()) {
                if (label.isEmpty()) {
                    throw new IllegalArgumentException(name + " begins without a label: " + line);
                }
                labels.merge(label, line.strip(), (before, more) -> before + " " + more);
            }
        }
        return labels;
    }

    /** What it breaks, in a sentence. */
    String broken() {
        return labels.getOrDefault(BROKEN, "");
    }

    /** The test classes that are known to go red; empty if a simulation is to find it. */
    List<String> killedBy() {
        String classes = labels.getOrDefault(KILLED_BY, "").strip();
        return classes.isEmpty() ? List.of() : List.of(classes.split("[,\\s]+", -1));
    }

    /** The changed files as they would be, by their path in the project. */
    SortedMap<String, String> mutated() {
        SortedMap<String, String> sources = new TreeMap<>();
        changes.forEach(change -> sources.put(change.path(), change.applyTo(change.source())));
        return sources;
    }

    /** The same files as they are. */
    SortedMap<String, String> original() {
        SortedMap<String, String> sources = new TreeMap<>();
        changes.forEach(change -> sources.put(change.path(), String.join("\n", change.source())));
        return sources;
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ENDING.length());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

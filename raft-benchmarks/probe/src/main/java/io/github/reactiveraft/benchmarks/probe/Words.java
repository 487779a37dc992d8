package io.github.reactiveraft.benchmarks.probe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of what processes tell each other: a word, and then {@code name=value} as often as needed, without spaces in them.
 *
 * @param first the word in front
 * @param values by name, in their order
 */
public record Words(String first, Map<String, String> values) {

    /** Copies the values. */
    public Words {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A line of one word. */
    public static Words of(String first) {
        return new Words(first, Map.of());
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Words parse(String line) {
        List<String> words = List.of(line.strip().split(" +"));
        return new Words(words.get(0), pairs(words.subList(1, words.size())));
    }

    /** Reads what a process was started with: pairs only. */
    public static Words arguments(String... arguments) {
        return new Words("", pairs(List.of(arguments)));
    }

    private static Map<String, String> pairs(List<String> words) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String word : words) {
            int split = word.indexOf('=');
            if (split < 1) {
                throw new IllegalArgumentException("Not name=value: " + word);
            }
            pairs.put(word.substring(0, split), word.substring(split + 1));
        }
        return pairs;
    }

    /** This line with one more pair. */
    public Words with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value.toString());
        return new Words(first, more);
    }

    /**
     * A value.
     *
     * @throws IllegalArgumentException if there is none
     */
    public String text(String name) {
        @Nullable String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No " + name + "= in: " + line());
        }
        return value;
    }

    /** A number. */
    public long number(String name) {
        return Long.parseLong(text(name));
    }

    /** How it is sent. */
    public String line() {
        StringBuilder line = new StringBuilder(first);
        values.forEach((name, value) ->
                line.append(line.isEmpty() ? "" : " ").append(name).append('=').append(value));
        return line.toString();
    }
}

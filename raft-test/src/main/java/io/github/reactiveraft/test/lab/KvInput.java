package io.github.reactiveraft.test.lab;

import java.util.SortedMap;

/** What the key-value lab's clients ask for: a command, or to read a key. */
sealed interface KvInput {

    /** The key's value becomes this one. */
    record Put(String key, String value) implements KvInput {}

    /** This is put at the end of the key's value; that of an absent key is empty. */
    record Append(String key, String value) implements KvInput {}

    /** Reads the key's value. */
    record Get(String key) implements KvInput {}

    /** The key that it is about; has no space in it. */
    String key();

    /** A command as the state machine is given it. */
    static String command(KvInput input) {
        if (input instanceof Put put) {
            return "put " + put.key + " " + put.value;
        }
        if (input instanceof Append append) {
            return "append " + append.key + " " + append.value;
        }
        throw new IllegalArgumentException(input + " is no command");
    }

    /** Carries out a command; answers with the value that it leaves. */
    static String apply(String command, SortedMap<String, String> values) {
        String[] words = command.split(" ", 3);
        return switch (words[0]) {
            case "put" -> {
                values.put(words[1], words[2]);
                yield words[2];
            }
            case "append" -> values.merge(words[1], words[2], String::concat);
            default -> throw new IllegalArgumentException("No command: " + command);
        };
    }
}

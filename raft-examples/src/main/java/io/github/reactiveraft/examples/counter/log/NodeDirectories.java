package io.github.reactiveraft.examples.counter.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Helps somebody who names the directory of a whole demo, which has those of its nodes in it. */
final class NodeDirectories {

    private static final String IDENTITY = "identity";

    private NodeDirectories() {}

    /** What to say in addition, or nothing. */
    static String in(Path directory) {
        List<String> names = names(directory);
        return names.isEmpty()
                ? ""
                : ". Its directories " + String.join(", ", names) + " are nodes': name one of them, as in "
                        + directory.resolve(names.get(0));
    }

    private static List<String> names(Path directory) {
        if (!Files.isDirectory(directory) || Files.exists(directory.resolve(IDENTITY))) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(child -> Files.exists(child.resolve(IDENTITY)))
                    .map(child -> String.valueOf(child.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            // It is only a hint; why the directory cannot be read has been said.
            return List.of();
        }
    }
}

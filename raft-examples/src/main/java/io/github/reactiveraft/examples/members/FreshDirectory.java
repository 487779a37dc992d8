package io.github.reactiveraft.examples.members;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A place for data that nobody said a place for. */
public final class FreshDirectory {

    private FreshDirectory() {}

    /** Makes one among the system's temporary files; it stays there. */
    public static Path startingWith(String prefix) {
        try {
            return Files.createTempDirectory(prefix);
        } catch (IOException refused) {
            throw new StartFailure(
                    "Cannot make a directory for the data: " + refused + "; name one with --data", refused);
        }
    }
}

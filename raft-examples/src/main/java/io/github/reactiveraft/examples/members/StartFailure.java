package io.github.reactiveraft.examples.members;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why something did not start, in one line for the person at the terminal. */
public final class StartFailure extends RuntimeException {

    /** Says it in these words. */
    public StartFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Somebody else listens there, or nobody may. */
    public static StartFailure cannotListen(String purpose, Address address, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = Objects.requireNonNullElse(root.getMessage(), root.toString());
        // Native sockets begin with the system call and its number; the words for people come last.
        String words = reason.substring(reason.lastIndexOf(": ") + 1).strip();
        return new StartFailure("Cannot listen for " + purpose + " on " + address + ": " + words, cause);
    }
}

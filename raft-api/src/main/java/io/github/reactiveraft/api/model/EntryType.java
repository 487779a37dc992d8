package io.github.reactiveraft.api.model;

import org.jspecify.annotations.Nullable;

/** What an entry is for. Codes are on disk and on the wire: they never change, 0 is never used. */
public enum EntryType {
    /** Nothing to apply: a new leader's first entry (§8), or the point in the log that a read waits for. */
    NOOP(1),
    /** A command for the state machine. */
    COMMAND(2);

    private final int code;

    EntryType(int code) {
        this.code = code;
    }

    /** The type's number on disk and on the wire, 1 to 255. */
    public int code() {
        return code;
    }

    /** The type with this number, or null if there is none. */
    public static @Nullable EntryType ofCode(int code) {
        return switch (code) {
            case 1 -> NOOP;
            case 2 -> COMMAND;
            default -> null;
        };
    }
}

package io.github.reactiveraft.api.model;

import org.jspecify.annotations.Nullable;

/** What an entry is for. Codes are on disk and on the wire: they never change, 0 is never used. */
public enum EntryType {
    /** Nothing to apply: a new leader's first entry (§8). */
    NOOP(1),
    /** A command for the state machine: once for each {@link Ticket}, and always if it has none. */
    COMMAND(2),
    /**
     * A client wants a session: its number is the entry's index. The payload is an i64, little-endian: the milliseconds of
     * the log's time after which, from here on, a session ends that nothing is heard of.
     */
    OPEN_SESSION(3);

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
            case 3 -> OPEN_SESSION;
            default -> null;
        };
    }
}

package io.github.reactiveraft.api.model;

import java.util.Objects;

/**
 * What a client wants in the log, before it has a position.
 *
 * @param type what it is for
 * @param session the client's session, 0 for none
 * @param sequence its number within the session, 0 for none
 * @param payload the encoded command, empty for {@link EntryType#NOOP}
 */
public record Proposal(EntryType type, long session, long sequence, Bytes payload) {

    private static final Proposal NOOP = new Proposal(EntryType.NOOP, 0, 0, Bytes.empty());

    /** Nothing may be null. */
    public Proposal {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(payload, "payload");
    }

    /** A command outside any session. */
    public static Proposal command(Bytes payload) {
        return new Proposal(EntryType.COMMAND, 0, 0, payload);
    }

    /** An entry that changes nothing. */
    public static Proposal noop() {
        return NOOP;
    }

    /** The size of its entry in log and wire. */
    public int entryBytes() {
        return EntryBatch.ENTRY_OVERHEAD + payload.length();
    }
}

package io.github.reactiveraft.api.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Objects;

/**
 * What a client wants in the log, before it has a position.
 *
 * @param type what it is for
 * @param session the client's session, 0 for none
 * @param sequence sequence and lag within the session as {@link Ticket#packed}, 0 for none
 * @param payload the encoded command; what {@link EntryType} says for the others
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

    /** A command that is to be executed once, however often it gets into the log. */
    public static Proposal command(Ticket ticket, Bytes payload) {
        return new Proposal(EntryType.COMMAND, ticket.session(), ticket.packed(), payload);
    }

    /**
     * A wish for a session.
     *
     * @param timeout of the log's time, at least a millisecond
     */
    public static Proposal openSession(Duration timeout) {
        byte[] payload = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(timeout.toMillis())
                .array();
        return new Proposal(EntryType.OPEN_SESSION, 0, 0, Bytes.of(payload));
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

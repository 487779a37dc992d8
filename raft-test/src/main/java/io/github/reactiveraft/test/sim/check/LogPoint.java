package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.EntryType;
import java.nio.ByteOrder;

/**
 * An entry and everything before it, as numbers: two logs are equal up to an index if their prefixes there are.
 *
 * @param id the entry's term and index
 * @param type what the entry is for
 * @param timestamp the log's time there
 * @param session whose command it is, 0 if nobody's
 * @param sequence which one, and how far back the first is that has no answer, as in the entry
 * @param payload the fingerprint of what it carries; the timeout, if it opens a session
 * @param prefix the fingerprint of the log from its first entry to this one
 * @param byteCount how many bytes the log takes from its first entry to this one
 * @param commandCount how many commands there are up to this one, which is its application index if it is a command
 */
public record LogPoint(
        EntryId id,
        EntryType type,
        long timestamp,
        long session,
        long sequence,
        long payload,
        long prefix,
        long byteCount,
        long commandCount) {

    /** What stands before the first entry. */
    public static final LogPoint START = new LogPoint(EntryId.NONE, EntryType.NOOP, 0, 0, 0, 0, 0, 0, 0);

    /** The point of an entry of the batch that follows this one. */
    LogPoint next(EntryBatch batch, long index) {
        EntryType type = batch.type(index);
        long payload = type == EntryType.OPEN_SESSION
                ? batch.payload(index).order(ByteOrder.LITTLE_ENDIAN).getLong()
                : Fingerprint.of(batch.payload(index));
        long entry = Fingerprint.combine(
                Fingerprint.combine(Fingerprint.combine(batch.term(index), type.code()), batch.timestamp(index)),
                payload);
        entry = Fingerprint.combine(Fingerprint.combine(entry, batch.session(index)), batch.sequence(index));
        return new LogPoint(
                new EntryId(batch.term(index), index),
                type,
                batch.timestamp(index),
                batch.session(index),
                batch.sequence(index),
                payload,
                Fingerprint.combine(prefix, entry),
                byteCount + EntryBatch.ENTRY_OVERHEAD + batch.payload(index).remaining(),
                commandCount + (type == EntryType.COMMAND ? 1 : 0));
    }
}

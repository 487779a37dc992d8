package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.EntryType;

/**
 * An entry and everything before it, as numbers: two logs are equal up to an index if their prefixes there are.
 *
 * @param id the entry's term and index
 * @param type what the entry is for
 * @param payload the fingerprint of what it carries
 * @param prefix the fingerprint of the log from its first entry to this one
 * @param byteCount how many bytes the log takes from its first entry to this one
 * @param commandCount how many commands there are up to this one, which is its application index if it is a command
 */
public record LogPoint(EntryId id, EntryType type, long payload, long prefix, long byteCount, long commandCount) {

    /** What stands before the first entry. */
    public static final LogPoint START = new LogPoint(EntryId.NONE, EntryType.NOOP, 0, 0, 0, 0);

    /** The point of an entry of the batch that follows this one. */
    LogPoint next(EntryBatch batch, long index) {
        EntryType type = batch.type(index);
        long payload = Fingerprint.of(batch.payload(index));
        long entry = Fingerprint.combine(
                Fingerprint.combine(Fingerprint.combine(batch.term(index), type.code()), batch.timestamp(index)),
                payload);
        return new LogPoint(
                new EntryId(batch.term(index), index),
                type,
                payload,
                Fingerprint.combine(prefix, entry),
                byteCount + EntryBatch.ENTRY_OVERHEAD + batch.payload(index).remaining(),
                commandCount + (type == EntryType.COMMAND ? 1 : 0));
    }
}

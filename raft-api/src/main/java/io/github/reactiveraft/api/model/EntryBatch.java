package io.github.reactiveraft.api.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A run of log entries with consecutive indexes and terms that never fall, encoded once: the same bytes are in the
 * leader's log, on the wire and in the follower's log. Immutable; parts of a batch share its bytes.
 *
 * <p>Reading an entry by an index outside the batch throws {@link IndexOutOfBoundsException}.
 */
public final class EntryBatch {

    /** How many bytes an entry takes beside its payload. */
    public static final int ENTRY_OVERHEAD = EntryLayout.OVERHEAD;

    private static final EntryBatch EMPTY = new EntryBatch(new byte[0], new int[] {0}, 0, 0, 0);

    private final byte[] bytes;
    /** Where entries start; one more than there are entries: the last is the end. Shared between parts. */
    private final int[] positions;

    private final int first;
    private final int count;
    private final long firstIndex;

    private EntryBatch(byte[] bytes, int[] positions, int first, int count, long firstIndex) {
        this.bytes = bytes;
        this.positions = positions;
        this.first = first;
        this.count = count;
        this.firstIndex = firstIndex;
    }

    /** A batch without entries; its first and last index are 0. */
    public static EntryBatch empty() {
        return EMPTY;
    }

    /**
     * Encodes proposals as entries of one term from an index on.
     *
     * @param firstIndex the first entry's index, from 1
     * @param term the leader's term
     * @param timestamp the log's time for all of them, milliseconds since the epoch
     */
    public static EntryBatch encode(long firstIndex, long term, long timestamp, List<Proposal> proposals) {
        if (proposals.isEmpty()) {
            return EMPTY;
        }
        int[] positions = new int[proposals.size() + 1];
        for (int i = 0; i < proposals.size(); i++) {
            positions[i + 1] = Math.addExact(positions[i], proposals.get(i).entryBytes());
        }
        byte[] bytes = new byte[positions[proposals.size()]];
        for (int i = 0; i < proposals.size(); i++) {
            EntryLayout.put(bytes, positions[i], new EntryId(term, firstIndex + i), timestamp, proposals.get(i));
        }
        return new EntryBatch(bytes, positions, 0, proposals.size(), firstIndex);
    }

    /** Encodes entries, whose indexes must be consecutive and whose terms must not fall. */
    public static EntryBatch of(List<LogEntry> entries) {
        List<EntryBatch> single = new ArrayList<>();
        for (LogEntry entry : entries) {
            single.add(encode(entry.id().index(), entry.id().term(), entry.timestamp(), List.of(entry.proposal())));
        }
        return join(single);
    }

    /**
     * Puts batches that follow each other into one, copying their bytes unless there is only one.
     *
     * @throws IllegalArgumentException if one does not start where the one before ends, or in an earlier term
     */
    public static EntryBatch join(List<EntryBatch> parts) {
        if (parts.isEmpty()) {
            return EMPTY;
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int byteCount = 0;
        int count = 0;
        for (EntryBatch part : parts) {
            byteCount = Math.addExact(byteCount, part.byteCount());
            count += part.count;
        }
        byte[] bytes = new byte[byteCount];
        int[] positions = new int[count + 1];
        int at = 0;
        int entry = 0;
        for (int p = 0; p < parts.size(); p++) {
            EntryBatch part = parts.get(p);
            if (p > 0) {
                requireFollows(parts.get(p - 1), part);
            }
            System.arraycopy(part.bytes, part.start(), bytes, at, part.byteCount());
            for (int i = 0; i < part.count; i++) {
                positions[entry++] = at + part.positions[part.first + i] - part.start();
            }
            at += part.byteCount();
        }
        positions[count] = at;
        return new EntryBatch(bytes, positions, 0, count, parts.get(0).firstIndex);
    }

    private static void requireFollows(EntryBatch before, EntryBatch part) {
        if (part.isEmpty()
                || part.firstIndex != before.lastIndex() + 1
                || part.term(part.firstIndex) < before.lastTerm()) {
            throw new IllegalArgumentException(part + " does not follow " + before);
        }
    }

    /**
     * Reads entries out of untrusted bytes, checking every length before using it, every checksum, that indexes are
     * consecutive and terms do not fall.
     *
     * @param bytes belong to the batch from then on
     * @param from where the first entry starts
     * @param to where the last one ends, exclusive
     * @param maxPayloadBytes the largest payload to accept
     * @throws MalformedEntriesException at the first thing that is wrong
     */
    public static EntryBatch decode(byte[] bytes, int from, int to, int maxPayloadBytes) {
        if (from == to) {
            return EMPTY;
        }
        int[] positions = new int[16];
        int count = 0;
        long index = 0;
        long term = 0;
        int at = from;
        while (at < to) {
            int length = checkedLength(bytes, from, at, to, maxPayloadBytes);
            checkEntry(bytes, from, at, length, count == 0 ? EntryLayout.index(bytes, at) : index + 1, term);
            index = EntryLayout.index(bytes, at);
            term = EntryLayout.term(bytes, at);
            if (count + 1 == positions.length) {
                positions = Arrays.copyOf(positions, positions.length * 2);
            }
            positions[count++] = at;
            at += length;
        }
        positions[count] = at;
        return new EntryBatch(bytes, positions, 0, count, index - count + 1);
    }

    private static int checkedLength(byte[] bytes, int from, int at, int to, int maxPayloadBytes) {
        if (to - at < ENTRY_OVERHEAD) {
            throw new MalformedEntriesException("Only " + (to - at) + " bytes left for an entry", at - from);
        }
        int length = EntryLayout.length(bytes, at);
        if (length < ENTRY_OVERHEAD || length > to - at) {
            throw new MalformedEntriesException(
                    "Entry length " + Integer.toUnsignedString(length) + " where " + (to - at) + " bytes are left",
                    at - from);
        }
        if (length - ENTRY_OVERHEAD > maxPayloadBytes) {
            throw new MalformedEntriesException(
                    "Entry payload of " + (length - ENTRY_OVERHEAD) + " bytes, at most " + maxPayloadBytes
                            + " are allowed",
                    at - from);
        }
        return length;
    }

    private static void checkEntry(byte[] bytes, int from, int at, int length, long expectedIndex, long termBefore) {
        String wrong = null;
        if (!EntryLayout.hasValidChecksum(bytes, at, length)) {
            wrong = "Entry checksum does not match";
        } else if (EntryLayout.index(bytes, at) != expectedIndex
                || expectedIndex < 1
                || expectedIndex == Long.MAX_VALUE) {
            wrong = "Entry index " + EntryLayout.index(bytes, at) + " where " + expectedIndex + " was due";
        } else if (EntryLayout.term(bytes, at) < Math.max(1, termBefore)) {
            wrong = "Entry term " + EntryLayout.term(bytes, at) + " after term " + termBefore;
        } else if (EntryType.ofCode(EntryLayout.type(bytes, at)) == null) {
            wrong = "Entry type " + EntryLayout.type(bytes, at) + " is unknown";
        } else if (EntryLayout.flags(bytes, at) != 0) {
            wrong = "Entry flags " + EntryLayout.flags(bytes, at) + " are unknown";
        }
        if (wrong != null) {
            throw new MalformedEntriesException(wrong, at - from);
        }
    }

    /** Whether there is no entry. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** How many entries there are. */
    public int count() {
        return count;
    }

    /** The first entry's index, 0 if empty. */
    public long firstIndex() {
        return firstIndex;
    }

    /** The last entry's index, 0 if empty. */
    public long lastIndex() {
        return isEmpty() ? 0 : firstIndex + count - 1;
    }

    /** The last entry's term, 0 if empty. */
    public long lastTerm() {
        return isEmpty() ? 0 : term(lastIndex());
    }

    /** The last entry's id, {@link EntryId#NONE} if empty. */
    public EntryId lastId() {
        return isEmpty() ? EntryId.NONE : new EntryId(lastTerm(), lastIndex());
    }

    /** An entry's term. */
    public long term(long index) {
        return EntryLayout.term(bytes, position(index));
    }

    /** An entry's type. */
    public EntryType type(long index) {
        EntryType type = EntryType.ofCode(EntryLayout.type(bytes, position(index)));
        if (type == null) {
            throw new IllegalStateException("Entry " + index + " has no known type");
        }
        return type;
    }

    /** An entry's log time, milliseconds since the epoch. */
    public long timestamp(long index) {
        return EntryLayout.timestamp(bytes, position(index));
    }

    /** An entry's session, 0 for none. */
    public long session(long index) {
        return EntryLayout.session(bytes, position(index));
    }

    /** An entry's sequence and lag within its session, see {@link Ticket#packed}. */
    public long sequence(long index) {
        return EntryLayout.sequence(bytes, position(index));
    }

    /** A read-only view of an entry's payload. */
    public ByteBuffer payload(long index) {
        int at = position(index);
        return ByteBuffer.wrap(bytes, at + ENTRY_OVERHEAD, EntryLayout.length(bytes, at) - ENTRY_OVERHEAD)
                .slice()
                .asReadOnlyBuffer();
    }

    /** One entry as a record. */
    public LogEntry entry(long index) {
        int at = position(index);
        Proposal proposal = new Proposal(
                type(index),
                EntryLayout.session(bytes, at),
                EntryLayout.sequence(bytes, at),
                Bytes.copyOf(payload(index)));
        return new LogEntry(new EntryId(term(index), index), timestamp(index), proposal);
    }

    /** All entries as records. */
    public List<LogEntry> entries() {
        List<LogEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(entry(firstIndex + i));
        }
        return entries;
    }

    /** Where terms start within this batch; the first run starts at its first index. Empty if the batch is. */
    public List<TermRun> termRuns() {
        List<TermRun> runs = new ArrayList<>(1);
        long term = 0;
        for (long index = firstIndex; index < firstIndex + count; index++) {
            if (term(index) != term) {
                term = term(index);
                runs.add(new TermRun(index, term));
            }
        }
        return runs;
    }

    /** How many bytes all entries take. */
    public int byteCount() {
        return positions[first + count] - start();
    }

    /** A read-only view of all entries' bytes. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes, start(), byteCount()).slice().asReadOnlyBuffer();
    }

    /** The part from an index to the end; empty if the index lies behind the end. */
    public EntryBatch from(long index) {
        return index > lastIndex() ? EMPTY : slice(Math.max(index, firstIndex), lastIndex());
    }

    /** The part up to an index, inclusive; empty if the index lies before the start. */
    public EntryBatch upTo(long index) {
        return index < firstIndex ? EMPTY : slice(firstIndex, Math.min(index, lastIndex()));
    }

    /** The longest prefix within both limits, but at least one entry unless the batch is empty. */
    public EntryBatch limit(int maxCount, int maxBytes) {
        int end = Math.min(count, maxCount);
        if (positions[first + end] - start() > maxBytes) {
            int found = Arrays.binarySearch(positions, first + 1, first + end + 1, start() + maxBytes);
            end = (found >= 0 ? found : -found - 2) - first;
        }
        return upTo(firstIndex + Math.max(1, end) - 1);
    }

    private EntryBatch slice(long from, long to) {
        if (isEmpty() || (from == firstIndex && to == lastIndex())) {
            return this;
        }
        return new EntryBatch(bytes, positions, first + (int) (from - firstIndex), (int) (to - from + 1), from);
    }

    private int start() {
        return positions[first];
    }

    private int position(long index) {
        if (index < firstIndex || index >= firstIndex + count) {
            throw new IndexOutOfBoundsException("No entry " + index + " in " + this);
        }
        return positions[first + (int) (index - firstIndex)];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryBatch batch && firstIndex == batch.firstIndex && bytes().equals(batch.bytes());
    }

    @Override
    public int hashCode() {
        return bytes().hashCode();
    }

    @Override
    public String toString() {
        return isEmpty() ? "no entries" : "entries " + firstIndex + ".." + lastIndex() + " of " + termRuns();
    }
}

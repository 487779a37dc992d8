package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.EntryBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The newest part of the log in memory, for pipelines and apply: everything not yet on disk, and of the rest as much as
 * the limit allows. Used on the loop only.
 */
final class LogTail {

    /** The part of all that may be one batch: it is forgotten as a whole. */
    private static final int KEPT_TOGETHER = 4;

    private final int maxBytes;
    private final NavigableMap<Long, EntryBatch> batches = new TreeMap<>();
    private long byteCount;

    LogTail(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes what was appended to the log. */
    void append(EntryBatch batch) {
        if (!batch.isEmpty()) {
            batches.put(batch.firstIndex(), batch);
            byteCount += batch.byteCount();
        }
    }

    /** Forgets an index and all behind it. */
    void truncateFrom(long index) {
        while (!batches.isEmpty() && batches.lastEntry().getValue().lastIndex() >= index) {
            EntryBatch last = batches.pollLastEntry().getValue();
            byteCount -= last.byteCount();
            append(last.upTo(index - 1));
        }
    }

    /** Forgets everything: the log starts anew. */
    void clear() {
        batches.clear();
        byteCount = 0;
    }

    /** Forgets the oldest until the limit holds; what the disk does not have yet stays in any case. */
    void trim(long durableIndex) {
        while (byteCount > maxBytes && batches.firstEntry().getValue().lastIndex() <= durableIndex) {
            byteCount -= batches.pollFirstEntry().getValue().byteCount();
        }
    }

    /** Whether an index is here; what is not must be read from the disk. */
    boolean has(long index) {
        return !batches.isEmpty()
                && index >= batches.firstKey()
                && index <= batches.lastEntry().getValue().lastIndex();
    }

    /** Entries from an index on that {@link #has} here, as they came together: at least one. */
    EntryBatch partFrom(long index) {
        return batches.floorEntry(index).getValue().from(index);
    }

    /**
     * Entries from an index on that {@link #has} here: at least one, and no more than the limits allow. What was put together
     * for it stays so: another peer is likely to need the same.
     */
    EntryBatch from(long index, int maxEntries, int maxEntryBytes) {
        List<EntryBatch> parts = new ArrayList<>();
        int entries = 0;
        int bytes = 0;
        Map.Entry<Long, EntryBatch> next = batches.floorEntry(index);
        while (next != null && entries < maxEntries && (bytes < maxEntryBytes || parts.isEmpty())) {
            EntryBatch part = next.getValue().from(index);
            parts.add(part);
            entries += part.count();
            bytes += part.byteCount();
            next = batches.higherEntry(next.getKey());
        }
        EntryBatch whole = EntryBatch.join(parts);
        if (parts.size() > 1 && whole.byteCount() <= maxBytes / KEPT_TOGETHER) {
            keepTogether(whole);
        }
        return whole.limit(maxEntries, maxEntryBytes);
    }

    private void keepTogether(EntryBatch whole) {
        Map.Entry<Long, EntryBatch> first = batches.floorEntry(whole.firstIndex());
        batches.subMap(first.getKey(), true, whole.lastIndex(), true).clear();
        EntryBatch before = first.getValue().upTo(whole.firstIndex() - 1);
        if (!before.isEmpty()) {
            batches.put(before.firstIndex(), before);
        }
        batches.put(whole.firstIndex(), whole);
    }
}

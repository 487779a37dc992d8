package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.TermRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Entries in memory, behind the one they start behind. */
final class MemoryLog {

    /** Batches by their first index; they follow each other without gaps. */
    private final TreeMap<Long, EntryBatch> batches = new TreeMap<>();

    private EntryId base = EntryId.NONE;

    /** The entry that the log starts behind. */
    EntryId base() {
        return base;
    }

    /** The last entry, the base if the log is empty. */
    EntryId lastId() {
        return batches.isEmpty() ? base : batches.lastEntry().getValue().lastId();
    }

    long lastIndex() {
        return lastId().index();
    }

    /** The last entry's log time, or another one if the log is empty. */
    long lastTimestamp(long ifEmpty) {
        return batches.isEmpty() ? ifEmpty : batches.lastEntry().getValue().timestamp(lastIndex());
    }

    List<TermRun> termRuns() {
        List<TermRun> runs = new ArrayList<>();
        for (EntryBatch batch : batches.values()) {
            for (TermRun run : batch.termRuns()) {
                if (runs.isEmpty() || runs.get(runs.size() - 1).term() != run.term()) {
                    runs.add(run);
                }
            }
        }
        return runs;
    }

    /** Whether an entry is the base or in the log behind it. */
    boolean contains(EntryId id) {
        if (id.index() <= base.index()) {
            return id.equals(base);
        }
        Map.Entry<Long, EntryBatch> batch = batches.floorEntry(id.index());
        return batch != null
                && batch.getValue().lastIndex() >= id.index()
                && batch.getValue().term(id.index()) == id.term();
    }

    EntryBatch read(long fromIndex, int maxBytes) {
        Map.Entry<Long, EntryBatch> first = batches.floorEntry(fromIndex);
        if (first == null || first.getValue().lastIndex() < fromIndex) {
            throw new IllegalArgumentException(
                    "No entry " + fromIndex + " in a log from " + base + " to " + lastIndex());
        }
        List<EntryBatch> parts = new ArrayList<>();
        int left = maxBytes;
        for (EntryBatch batch : batches.tailMap(first.getKey()).values()) {
            EntryBatch live = batch.from(fromIndex);
            if (!parts.isEmpty() && live.byteCount() > left) {
                break;
            }
            EntryBatch part = live.limit(Integer.MAX_VALUE, left);
            parts.add(part);
            left = Math.max(0, left - part.byteCount());
            if (part.count() < live.count()) {
                break;
            }
        }
        return EntryBatch.join(parts);
    }

    /** Adds entries that follow the last one. */
    void append(EntryBatch entries) {
        if (!entries.isEmpty()) {
            batches.put(entries.firstIndex(), entries);
        }
    }

    /** Removes an index of the log and all behind it. */
    void truncateFrom(long index) {
        batches.tailMap(index).clear();
        Map.Entry<Long, EntryBatch> last = batches.lastEntry();
        if (last != null) {
            batches.put(last.getKey(), last.getValue().upTo(index - 1));
        }
    }

    /** Removes an entry of the log and all before it. */
    void forgetUpTo(EntryId id) {
        if (id.index() <= base.index()) {
            return;
        }
        Map.Entry<Long, EntryBatch> split = batches.floorEntry(id.index());
        EntryBatch rest = split == null ? EntryBatch.empty() : split.getValue().from(id.index() + 1);
        batches.headMap(id.index(), true).clear();
        append(rest);
        base = id;
    }

    /** Begins anew, empty, behind an entry. */
    void startBehind(EntryId id) {
        batches.clear();
        base = id;
    }
}

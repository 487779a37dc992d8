package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.api.spi.StorageIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A log that survives closing and opening again, but not the process: for tests and demonstrations. A node that starts
 * again with an empty one has lost its disk.
 */
public final class MemoryStorage implements LogStorage {

    /** Batches by their first index; they follow each other without gaps. */
    private final TreeMap<Long, EntryBatch> batches = new TreeMap<>();

    private @Nullable StorageIdentity identity;
    private HardState hardState = HardState.INITIAL;
    private boolean open;

    /** A storage that holds nothing yet. */
    public MemoryStorage() {}

    @Override
    public Recovered open(StorageIdentity asked) {
        if (open) {
            throw Damage.inUse("This memory storage");
        }
        StorageIdentity stored = identity == null ? asked : identity;
        new IdentityFile(Owner.of(stored, stored.newIncarnation()), stored.founders())
                .requireSame(asked, "This memory storage");
        identity = stored;
        open = true;
        EntryBatch last = lastBatch();
        return new Recovered(
                stored.newIncarnation(),
                hardState,
                termRuns(),
                last.lastIndex(),
                last.isEmpty() ? 0 : last.timestamp(last.lastIndex()),
                stored.founders());
    }

    @Override
    public void write(List<LogWrite> writes) {
        StorageIdentity stored = requireOpen();
        for (LogWrite write : writes) {
            HardState state = write.hardState();
            hardState = state == null ? hardState : state;
            if (write.truncateFrom() > 0) {
                truncateFrom(write.truncateFrom());
            }
            append(stored, write.entries());
        }
    }

    @Override
    public EntryBatch read(long fromIndex, int maxBytes) {
        requireOpen();
        Map.Entry<Long, EntryBatch> first = batches.floorEntry(fromIndex);
        if (first == null || first.getValue().lastIndex() < fromIndex) {
            throw new IllegalArgumentException(
                    "No entry " + fromIndex + " in a log of " + lastBatch().lastIndex());
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

    @Override
    public void close() {
        open = false;
    }

    private void truncateFrom(long index) {
        batches.tailMap(index).clear();
        Map.Entry<Long, EntryBatch> last = batches.lastEntry();
        if (last != null) {
            batches.put(last.getKey(), last.getValue().upTo(index - 1));
        }
    }

    private void append(StorageIdentity stored, EntryBatch entries) {
        EntryBatch last = lastBatch();
        Following.require(entries, last.lastIndex(), last.lastTerm(), stored.entryBytes());
        if (!entries.isEmpty()) {
            batches.put(entries.firstIndex(), entries);
        }
    }

    private EntryBatch lastBatch() {
        Map.Entry<Long, EntryBatch> last = batches.lastEntry();
        return last == null ? EntryBatch.empty() : last.getValue();
    }

    private List<TermRun> termRuns() {
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

    private StorageIdentity requireOpen() {
        if (!open || identity == null) {
            throw new StorageException(Reason.IO, "This memory storage is not open", null);
        }
        return identity;
    }
}

package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.spi.StorageException;
import java.io.IOException;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/** The entries of a directory that count, one after the other, with one chunk of them in memory at a time. */
final class LiveEntries {

    private static final int CHUNK_BYTES = 1024 * 1024;

    private final Disk disk;
    private final Inspector inspector;
    private final List<Extent> extents;
    private final long upTo;
    private EntryBatch chunk = EntryBatch.empty();
    private long next;
    private int extent;

    private LiveEntries(Disk disk, Inspector inspector, long from, long upTo) {
        this.disk = disk;
        this.inspector = inspector;
        this.extents = inspector.extents();
        this.next = Math.max(from, inspector.index().baseIndex() + 1);
        this.upTo = upTo;
    }

    static Flux<LogEntry> of(Disk disk, long from, long upTo) {
        return Flux.generate(() -> open(disk, from, upTo), LiveEntries::emit, LiveEntries::close);
    }

    private static LiveEntries open(Disk disk, long from, long upTo) {
        try {
            return new LiveEntries(disk, Inspector.open(disk), from, upTo);
        } catch (IOException e) {
            throw Damage.unreadable(disk.locate(""), e);
        }
    }

    private LiveEntries emit(SynchronousSink<LogEntry> sink) {
        try {
            if (chunk.isEmpty()) {
                chunk = read();
            }
            if (!chunk.isEmpty()) {
                sink.next(chunk.entry(chunk.firstIndex()));
                chunk = chunk.from(chunk.firstIndex() + 1);
                return this;
            }
            inspector.requireUndisturbed();
        } catch (IOException e) {
            throw Damage.unreadable(disk.locate(""), e);
        }
        StorageException refusal = inspector.refusal();
        if (refusal == null) {
            sink.complete();
        } else {
            sink.error(refusal);
        }
        return this;
    }

    /** The next entries that are wanted; none at the end. */
    private EntryBatch read() throws IOException {
        while (extent < extents.size() && next <= upTo) {
            Extent at = extents.get(extent);
            next = Math.max(next, at.firstIndex());
            if (next <= at.lastIndex() && next <= upTo) {
                LogReader reader = new LogReader(at.segment(), Integer.MAX_VALUE);
                EntryBatch found = reader.read(at, next, CHUNK_BYTES).upTo(upTo);
                next = found.lastIndex() + 1;
                return found;
            }
            extent++;
        }
        return EntryBatch.empty();
    }

    private void close() {
        try {
            inspector.close();
        } catch (IOException e) {
            throw Damage.unreadable(disk.locate(""), e);
        }
    }
}

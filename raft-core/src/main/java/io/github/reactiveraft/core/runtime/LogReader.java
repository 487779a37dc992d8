package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.EntryBatch;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Entries of the log, from memory where they still are, else from the disk. Used on the loop only. */
final class LogReader {

    private final LogTail tail;
    private final IoLane io;
    private final NodeParts parts;

    LogReader(LogTail tail, IoLane io, NodeParts parts) {
        this.tail = tail;
        this.io = io;
        this.parts = parts;
    }

    /** Whether {@link #fromMemory} can answer. */
    boolean hasInMemory(long index) {
        return tail.has(index);
    }

    /** At least one entry from an index that {@link #hasInMemory}, no more than the limits allow. */
    EntryBatch fromMemory(long index, int maxEntries, int maxBytes) {
        return tail.from(index, maxEntries, maxBytes);
    }

    /** Entries from an index that {@link #hasInMemory}, as they came together; nothing is copied. */
    EntryBatch partFromMemory(long index) {
        return tail.partFrom(index);
    }

    /** At least one entry from a durable index on; answers on the loop, fails if the disk does. */
    Mono<EntryBatch> fromDisk(long index, int maxBytes) {
        Scheduler loop = parts.loop();
        return io.call(() -> parts.storage().read(index, maxBytes)).publishOn(loop);
    }
}

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.model.StrandedRun;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageIdentity;
import io.github.reactiveraft.core.storage.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A log, in memory unless said otherwise, that remembers how it was called and fails when told to. */
final class HookedStorage implements LogStorage {

    private final LogStorage log;
    private final HookedSnapshots snapshots;
    private final List<List<LogWrite>> groups = new CopyOnWriteArrayList<>();
    private final List<Long> reads = new CopyOnWriteArrayList<>();
    private volatile Runnable beforeWrite = () -> {};
    private volatile Runnable beforeRead = () -> {};
    private volatile Runnable onClose = () -> {};
    private volatile boolean isOpen;
    private volatile boolean isSettled;
    private volatile EntryBatch stranded = EntryBatch.empty();
    private final AtomicInteger closeCount = new AtomicInteger();

    HookedStorage() {
        this(new MemoryStorage());
    }

    HookedStorage(LogStorage log) {
        this.log = log;
        this.snapshots = new HookedSnapshots(log);
    }

    /** What was written, in groups as it came. */
    List<List<LogWrite>> groups() {
        return groups;
    }

    /** The last index of each group's entries. */
    List<List<Long>> lastIndexes() {
        List<List<Long>> indexes = new ArrayList<>();
        groups.forEach(group -> indexes.add(
                group.stream().map(write -> write.entries().lastIndex()).toList()));
        return indexes;
    }

    /** Where reads began. */
    List<Long> reads() {
        return reads;
    }

    boolean isOpen() {
        return isOpen;
    }

    int closeCount() {
        return closeCount.get();
    }

    void beforeWrite(Runnable hook) {
        beforeWrite = hook;
    }

    void onClose(Runnable hook) {
        onClose = hook;
    }

    void beforeRead(Runnable hook) {
        beforeRead = hook;
    }

    /** Opens it for nobody in particular with a snapshot in force. */
    HookedStorage having(SnapshotMeta snapshot, byte[] state) {
        open(Words.identity());
        Images.putInForce(log, snapshot, state);
        return this;
    }

    /** Opens it for nobody in particular and puts entries there. */
    HookedStorage holding(EntryBatch... batches) {
        open(Words.identity());
        for (EntryBatch batch : batches) {
            log.write(List.of(new LogWrite(null, 0, batch)));
        }
        return this;
    }

    static StorageException broken(String message) {
        return new StorageException(StorageException.Reason.IO, message, null);
    }

    static Runnable failing(@Nullable Throwable failure) {
        return () -> {
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (failure instanceof Error error) {
                throw error;
            }
        };
    }

    @Override
    public Recovered open(StorageIdentity identity) {
        Recovered recovered = log.open(identity);
        isOpen = true;
        return recovered;
    }

    @Override
    public void write(List<LogWrite> writes) {
        beforeWrite.run();
        log.write(writes);
        groups.add(writes);
    }

    @Override
    public EntryBatch read(long fromIndex, int maxBytes) {
        reads.add(fromIndex);
        beforeRead.run();
        return log.read(fromIndex, maxBytes);
    }

    /** What is found behind damage. */
    void stranded(EntryBatch entries) {
        stranded = entries;
    }

    @Override
    public EntryBatch readStranded(StrandedRun run, long fromIndex, int maxBytes) {
        return stranded;
    }

    @Override
    public void supersede() {
        log.supersede();
    }

    /** Whether it was told that the log lacks nothing any more. */
    boolean isSettled() {
        return isSettled;
    }

    @Override
    public void settled() {
        isSettled = true;
        log.settled();
    }

    @Override
    public HookedSnapshots snapshots() {
        return snapshots;
    }

    @Override
    public void close() {
        closeCount.incrementAndGet();
        isOpen = false;
        log.close();
        onClose.run();
    }
}

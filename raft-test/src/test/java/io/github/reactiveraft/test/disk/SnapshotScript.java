package io.github.reactiveraft.test.disk;

import static io.github.reactiveraft.test.contract.LogStorageContract.commands;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.test.contract.SnapshotSteps;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What a node does to its disk that takes snapshots and is sent some: appends and conflicts, snapshots of its own state
 * and others' that its log is replaced by, staged ones that come to nothing, and a stop now and then.
 */
final class SnapshotScript {

    private static final int[] PAYLOADS = {0, 30, 300, 1024};

    private final CrashDisk disk;
    private final RandomGenerator random;
    /** Of every entry that the log may still have. */
    private final NavigableMap<Long, Long> terms = new TreeMap<>();

    private LogStorage storage;
    private HardState state = HardState.INITIAL.inTerm(1, null);
    private long lastIndex;
    private EntryId snapshot = EntryId.NONE;

    SnapshotScript(CrashDisk disk, RandomGenerator random) {
        this.disk = disk;
        this.random = random;
        this.storage = Kept.storage(disk);
    }

    /** Carries out so many calls and leaves the storage open. */
    void run(int callCount) {
        storage.open(Kept.IDENTITY);
        storage.write(List.of(new LogWrite(state, 0, EntryBatch.empty())));
        for (int call = 0; call < callCount; call++) {
            switch (random.nextInt(10)) {
                case 0 -> restart();
                case 1 -> conflict();
                case 2, 3, 4 -> take();
                case 5 -> receive();
                default -> append();
            }
        }
    }

    private void restart() {
        storage.close();
        storage = Kept.storage(disk);
        storage.open(Kept.IDENTITY);
    }

    private void append() {
        write(new LogWrite(null, 0, more(lastIndex + 1)));
    }

    private void conflict() {
        if (lastIndex > snapshot.index()) {
            long from = Math.max(snapshot.index() + 1, lastIndex - random.nextInt(12));
            state = state.inTerm(state.term() + 1, null);
            terms.tailMap(from, true).clear();
            write(new LogWrite(state, from, more(from)));
        }
    }

    private void take() {
        if (lastIndex > snapshot.index()) {
            long index = snapshot.index() + 1 + random.nextLong(lastIndex - snapshot.index());
            SnapshotMeta meta = SnapshotSteps.meta(terms.getOrDefault(index, 0L), index);
            SnapshotSteps.take(storage, meta, state(), 700);
            if (random.nextInt(5) > 0) {
                long behind = index - random.nextInt(6);
                Long term = terms.get(behind);
                snapshot = meta.lastIncluded();
                write(SnapshotSteps.adopt(meta, term == null ? EntryId.NONE : new EntryId(term, behind), false));
            }
        }
    }

    private void receive() {
        state = state.inTerm(state.term() + 1, null);
        long index = snapshot.index() + 1 + random.nextLong(lastIndex - snapshot.index() + 20);
        SnapshotMeta meta = SnapshotSteps.meta(state.term(), index);
        SnapshotSteps.receive(storage, meta, SnapshotSteps.image(Kept.IDENTITY, meta, state()), 900);
        if (random.nextInt(5) > 0) {
            snapshot = meta.lastIncluded();
            terms.clear();
            terms.put(index, state.term());
            lastIndex = index;
            write(new LogWrite(state, new SnapshotAdoption(meta, snapshot, true), 0, EntryBatch.empty()));
        }
    }

    private void write(LogWrite write) {
        EntryBatch entries = write.entries();
        if (!entries.isEmpty()) {
            lastIndex = entries.lastIndex();
            for (long index = entries.firstIndex(); index <= lastIndex; index++) {
                terms.put(index, state.term());
            }
        }
        storage.write(List.of(write));
        storage.prepareAhead();
    }

    private EntryBatch more(long from) {
        return commands(state.term(), from, from + random.nextInt(5), PAYLOADS[random.nextInt(PAYLOADS.length)]);
    }

    private Bytes state() {
        return SnapshotSteps.state(random.nextLong(), 1 + random.nextInt(2_000));
    }
}

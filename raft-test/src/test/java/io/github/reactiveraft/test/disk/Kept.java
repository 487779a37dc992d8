package io.github.reactiveraft.test.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageIdentity;
import io.github.reactiveraft.core.storage.RaftStorage;
import io.github.reactiveraft.core.storage.StorageSettings;
import io.github.reactiveraft.test.contract.LogStorageContract;
import java.util.ArrayList;
import java.util.List;

/** What a storage holds, as the simplest model of it: the state and all entries. */
record Kept(HardState hardState, EntryBatch log) {

    static final Kept NOTHING = new Kept(HardState.INITIAL, EntryBatch.empty());
    static final StorageIdentity IDENTITY = new StorageIdentity(
            "counter", "main", NodeId.of("n1"), LogStorageContract.voters("n1", "n2", "n3"), 0xC0FFEE, 1024);

    /** A storage in files of the smallest size. */
    static LogStorage storage(CrashDisk disk) {
        return RaftStorage.on(disk).with(new StorageSettings(4096)).log();
    }

    /** Opens a storage and reads all of it, checking that what it says of itself is so. */
    static Kept in(LogStorage storage) {
        Recovered recovered = storage.open(IDENTITY);
        assertThat(recovered.isDoubtful()).as("%s", recovered).isFalse();
        return in(storage, recovered);
    }

    /** The same of one that was opened. */
    static Kept in(LogStorage storage, Recovered recovered) {
        EntryBatch log = LogStorageContract.all(storage, recovered.lastIndex(), 3_000);
        assertThat(recovered.lastIndex()).isEqualTo(log.lastIndex());
        assertThat(recovered.termRuns()).isEqualTo(log.termRuns());
        assertThat(recovered.lastTimestamp()).isEqualTo(log.isEmpty() ? 0 : log.timestamp(log.lastIndex()));
        assertThat(recovered.membership()).isEqualTo(IDENTITY.founders());
        return new Kept(recovered.hardState(), log);
    }

    /** The same, but for the number of the start, which no other one has. */
    static void requireSameLog(Recovered found, Recovered before) {
        assertThat(found)
                .usingRecursiveComparison()
                .ignoringFields("incarnation")
                .isEqualTo(before);
    }

    /** What is kept after all of these writes. */
    Kept after(List<LogWrite> writes) {
        List<Kept> steps = during(writes);
        return steps.get(steps.size() - 1);
    }

    /** Everything that may be kept if the power fails while these are being written, from nothing to all of them. */
    List<Kept> during(List<LogWrite> writes) {
        List<Kept> steps = new ArrayList<>(List.of(this));
        Kept last = this;
        for (LogWrite write : writes) {
            HardState state = write.hardState();
            if (state != null) {
                last = new Kept(state, last.log());
                steps.add(last);
            }
            if (write.truncateFrom() > 0) {
                last = new Kept(last.hardState(), last.log().upTo(write.truncateFrom() - 1));
                steps.add(last);
            }
            EntryBatch entries = write.entries();
            EntryBatch before = last.log();
            for (long index = entries.firstIndex(); index <= entries.lastIndex() && !entries.isEmpty(); index++) {
                last = new Kept(last.hardState(), joined(before, entries.upTo(index)));
                steps.add(last);
            }
        }
        return steps;
    }

    private static EntryBatch joined(EntryBatch before, EntryBatch more) {
        return before.isEmpty() ? more : EntryBatch.join(List.of(before, more));
    }
}

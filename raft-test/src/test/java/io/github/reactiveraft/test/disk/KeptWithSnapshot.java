package io.github.reactiveraft.test.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.test.contract.LogStorageContract;
import io.github.reactiveraft.test.contract.SnapshotSteps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a storage with snapshots holds, as the simplest model of it: nothing is ever compacted, only replaced.
 *
 * @param hardState term and vote
 * @param start the entry that the history starts behind
 * @param history all entries since
 * @param snapshot the newest in force
 * @param base where the log has to start at the latest
 */
record KeptWithSnapshot(
        HardState hardState,
        EntryId start,
        EntryBatch history,
        @Nullable SnapshotMeta snapshot,
        EntryId base) {

    static final KeptWithSnapshot NOTHING =
            new KeptWithSnapshot(HardState.INITIAL, EntryId.NONE, EntryBatch.empty(), null, EntryId.NONE);

    /** All that a storage told and showed. */
    record Found(Recovered recovered, EntryBatch log, Bytes state) {

        /** Opens a storage and reads all of it, checking that what it says of itself is so. */
        static Found in(LogStorage storage) {
            Recovered recovered = storage.open(Kept.IDENTITY);
            assertThat(recovered.isDoubtful()).as("%s", recovered).isFalse();
            SnapshotMeta snapshot = recovered.snapshot();
            long base = recovered.base().index();
            EntryBatch log = LogStorageContract.all(storage, base + 1, recovered.lastIndex(), 3_000);
            assertThat(recovered.lastIndex()).isEqualTo(log.isEmpty() ? base : log.lastIndex());
            assertThat(recovered.termRuns()).isEqualTo(log.termRuns());
            assertThat(base).isLessThanOrEqualTo(snapshot == null ? 0 : snapshot.index());
            long ifEmpty = snapshot == null ? 0 : snapshot.timestamp();
            assertThat(recovered.lastTimestamp()).isEqualTo(log.isEmpty() ? ifEmpty : log.timestamp(log.lastIndex()));
            return new Found(
                    recovered, log, snapshot == null ? Bytes.empty() : SnapshotSteps.stateIn(storage, snapshot));
        }
    }

    /** The state that all snapshots up to an entry hold: of one record, of none, or of two. */
    static Bytes stateOf(SnapshotMeta snapshot) {
        long index = snapshot.index();
        return SnapshotSteps.state(index, (int) (index % 5 == 0 ? 70_000 : index * 37 % 3_000));
    }

    long snapshotIndex() {
        return snapshot == null ? 0 : snapshot.index();
    }

    EntryId last() {
        return history.isEmpty() ? start : history.lastId();
    }

    EntryId id(long index) {
        return index == start.index() ? start : history.entry(index).id();
    }

    boolean matches(Found found) {
        Recovered recovered = found.recovered();
        EntryId from = recovered.base();
        return recovered.hardState().equals(hardState)
                && (snapshot == null
                        ? recovered.snapshot() == null
                        : snapshot.equals(recovered.snapshot())
                                && stateOf(snapshot).equals(found.state()))
                && recovered.lastIndex() == last().index()
                && from.index() <= base.index()
                && from.index() >= start.index()
                && from.equals(id(from.index()))
                && found.log().equals(history.from(from.index() + 1));
    }

    /** What is kept after all of these writes. */
    KeptWithSnapshot after(List<LogWrite> writes) {
        List<KeptWithSnapshot> steps = during(writes);
        return steps.get(steps.size() - 1);
    }

    /** Everything that may be kept if the power fails while these are being written, from nothing to all of them. */
    List<KeptWithSnapshot> during(List<LogWrite> writes) {
        List<KeptWithSnapshot> steps = new ArrayList<>(List.of(this));
        KeptWithSnapshot last = this;
        for (LogWrite write : writes) {
            if (write.hardState() != null) {
                last = last.with(write.hardState());
                steps.add(last);
            }
            if (write.adoption() != null) {
                last = last.adopted(write.adoption());
                steps.add(last);
            }
            if (write.truncateFrom() > 0) {
                last = last.with(last.history().upTo(write.truncateFrom() - 1));
                steps.add(last);
            }
            EntryBatch before = last.history();
            EntryBatch entries = write.entries();
            for (long index = entries.firstIndex(); index <= entries.lastIndex() && !entries.isEmpty(); index++) {
                EntryBatch more = entries.upTo(index);
                last = last.with(before.isEmpty() ? more : EntryBatch.join(List.of(before, more)));
                steps.add(last);
            }
        }
        return steps;
    }

    private KeptWithSnapshot adopted(SnapshotAdoption adoption) {
        SnapshotMeta adopted = adoption.snapshot();
        if (adopted.index() <= snapshotIndex()) {
            return this;
        }
        EntryId behind = adopted.lastIncluded();
        return adoption.isReset()
                ? new KeptWithSnapshot(hardState, behind, EntryBatch.empty(), adopted, behind)
                : new KeptWithSnapshot(hardState, start, history, adopted, adoption.base());
    }

    private KeptWithSnapshot with(HardState state) {
        return new KeptWithSnapshot(state, start, history, snapshot, base);
    }

    private KeptWithSnapshot with(EntryBatch entries) {
        return new KeptWithSnapshot(hardState, start, entries, snapshot, base);
    }
}

package io.github.reactiveraft.test.contract;

import static io.github.reactiveraft.test.contract.LogStorageContract.all;
import static io.github.reactiveraft.test.contract.LogStorageContract.append;
import static io.github.reactiveraft.test.contract.LogStorageContract.commands;
import static io.github.reactiveraft.test.contract.SnapshotSteps.adopt;
import static io.github.reactiveraft.test.contract.SnapshotSteps.meta;
import static io.github.reactiveraft.test.contract.SnapshotSteps.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a log when a snapshot comes into force. */
interface LogCompactionContract extends StorageUnderTest {

    /** Entries of the terms 1 to 4, ten of each; written one by one, they fill several files. */
    static EntryBatch fortyEntries() {
        return EntryBatch.join(List.of(
                commands(1, 1, 10, 500), commands(2, 11, 20, 500), commands(3, 21, 30, 500), commands(4, 31, 40, 500)));
    }

    /** An open storage that holds these entries. */
    private LogStorage full() {
        LogStorage storage = storage();
        storage.open(identity());
        EntryBatch entries = fortyEntries();
        for (long index = 1; index <= entries.lastIndex(); index++) {
            storage.write(List.of(append(entries.from(index).upTo(index))));
        }
        return storage;
    }

    private static void takeOwn(LogStorage storage, SnapshotMeta meta, EntryId base) {
        SnapshotSteps.take(storage, meta, state(meta.index(), 100), 30);
        storage.write(List.of(adopt(meta, base, false)));
    }

    private void receive(LogStorage storage, SnapshotMeta meta) {
        SnapshotSteps.receive(
                storage, meta, SnapshotSteps.image(identity(), meta, state(meta.index(), 100)), Integer.MAX_VALUE);
    }

    /** §7: the log goes, but for what the older of two snapshots and the base need. */
    @Test
    default void adoptedSnapshotsLetTheLogBeforeThemGo() {
        LogStorage storage = full();

        takeOwn(storage, meta(2, 20), new EntryId(2, 15));
        assertEquals(fortyEntries().from(16), all(storage, 16, 40, 2_000));
        takeOwn(storage, meta(4, 35), new EntryId(3, 30));

        assertThrows(IllegalArgumentException.class, () -> storage.read(1, 100));
        assertEquals(fortyEntries().from(21), all(storage, 21, 40, 2_000));
        storage.close();
        LogStorage again = storage();
        Recovered recovered = again.open(identity());
        EntryId base = recovered.base();
        assertEquals(meta(4, 35), recovered.snapshot());
        assertTrue(base.index() > 1 && base.index() <= 20, "starts behind " + base);
        assertEquals(fortyEntries().term(base.index()), base.term());
        assertEquals(fortyEntries().from(base.index() + 1).termRuns(), recovered.termRuns());
        assertEquals(40, recovered.lastIndex());
        assertEquals(fortyEntries().timestamp(40), recovered.lastTimestamp());
        assertEquals(fortyEntries().from(base.index() + 1), all(again, base.index() + 1, 40, 2_000));
        assertThrows(IllegalArgumentException.class, () -> again.read(base.index(), 100));
        again.close();
    }

    /** A base that lies before the older snapshot is kept, too: it is for slow followers. */
    @Test
    default void entriesBehindTheBaseStay() {
        LogStorage storage = full();

        takeOwn(storage, meta(3, 30), new EntryId(1, 5));
        takeOwn(storage, meta(4, 40), new EntryId(1, 7));
        storage.write(List.of(append(commands(4, 41, 42, 10))));

        EntryBatch log = EntryBatch.join(List.of(fortyEntries(), commands(4, 41, 42, 10)));
        assertEquals(log.from(8), all(storage, 8, 42, 2_000));
        storage.close();
        LogStorage again = storage();
        again.open(identity());
        assertEquals(log.from(8), all(again, 8, 42, 2_000));
        again.close();
    }

    /** §7: a log that does not contain the last entry of what was received is void. */
    @Test
    default void receivedSnapshotReplacesALogThatDoesNotContainItsLastEntry() {
        for (SnapshotMeta meta : List.of(meta(5, 100), meta(6, 130))) {
            LogStorage storage = storage();
            long first = storage.open(identity()).lastIndex() + 1;
            EntryBatch before = commands(meta.lastIncluded().term() - 1, first, 110, 300);
            storage.write(List.of(append(before)));
            receive(storage, meta);

            storage.write(List.of(adopt(meta, meta.lastIncluded(), true)));

            assertThrows(IllegalArgumentException.class, () -> storage.read(meta.index(), 100));
            assertThrows(IllegalArgumentException.class, () -> storage.read(before.firstIndex(), 100));
            storage.close();
            LogStorage again = storage();
            Recovered recovered = again.open(identity());
            Recovered expected = new Recovered(
                    recovered.incarnation(),
                    HardState.INITIAL,
                    meta,
                    meta.lastIncluded(),
                    List.of(),
                    meta.index(),
                    meta.timestamp(),
                    identity().founders());
            assertEquals(expected, recovered);
            again.close();
        }
    }

    /** The log goes on behind a snapshot, in its term or a later one. */
    @Test
    default void logGoesOnBehindASnapshotThatReplacedIt() {
        LogStorage storage = full();
        SnapshotMeta meta = meta(5, 90);
        receive(storage, meta);
        EntryBatch next = EntryBatch.join(List.of(commands(5, 91, 95, 400), commands(6, 96, 120, 400)));
        HardState voted = HardState.INITIAL.inTerm(6, NodeId.of("n3"));

        storage.write(List.of(
                new LogWrite(voted, new SnapshotAdoption(meta, meta.lastIncluded(), true), 0, next.upTo(99)),
                new LogWrite(null, 98, EntryBatch.empty()),
                append(next.from(98))));

        assertEquals(next, all(storage, 91, 120, 1_000));
        storage.close();
        LogStorage again = storage();
        Recovered recovered = again.open(identity());
        assertEquals(voted, recovered.hardState());
        assertEquals(new EntryId(5, 90), recovered.base());
        assertEquals(List.of(new TermRun(91, 5), new TermRun(96, 6)), recovered.termRuns());
        assertEquals(next, all(again, 91, 120, 1_000));
        takeOwn(again, meta(6, 100), new EntryId(6, 96));
        takeOwn(again, meta(6, 118), new EntryId(6, 110));
        assertEquals(next.from(101), all(again, 101, 120, 1_000));
        again.close();
        assertEquals(meta(6, 118), storage().open(identity()).snapshot());
    }

    /** §7: what lies behind the snapshot's last entry in a log that contains it stays. */
    @Test
    default void receivedSnapshotWithinTheLogKeepsWhatIsBehindIt() {
        LogStorage storage = full();
        SnapshotMeta meta = meta(3, 25);
        receive(storage, meta);

        storage.write(List.of(adopt(meta, meta.lastIncluded(), false)));

        assertEquals(fortyEntries().from(26), all(storage, 26, 40, 2_000));
        storage.close();
        LogStorage again = storage();
        Recovered recovered = again.open(identity());
        assertEquals(meta, recovered.snapshot());
        assertEquals(40, recovered.lastIndex());
        assertEquals(fortyEntries().from(26), all(again, 26, 40, 2_000));
        again.close();
    }

    /** Both sides know whether the log leads up to a snapshot; if they differ, nothing is thrown away. */
    @Test
    default void logIsNeitherVoidedWhenItLeadsUpToTheSnapshotNorKeptWhenItDoesNot() {
        LogStorage storage = full();
        SnapshotMeta within = meta(3, 25);
        receive(storage, within);

        assertThrows(
                IllegalArgumentException.class,
                () -> storage.write(List.of(adopt(within, within.lastIncluded(), true))));
        storage.close();

        LogStorage again = storage();
        assertNull(again.open(identity()).snapshot());
        SnapshotMeta otherTerm = meta(4, 25);
        receive(again, otherTerm);
        assertThrows(
                IllegalArgumentException.class, () -> again.write(List.of(adopt(otherTerm, new EntryId(1, 5), false))));
        again.close();
        LogStorage whole = storage();
        assertNull(whole.open(identity()).snapshot());
        assertEquals(fortyEntries(), all(whole, 40, 2_000));
        whole.close();
    }

    /** What a snapshot covers is committed. */
    @Test
    default void entriesThatASnapshotCoversAreNotTruncated() {
        LogStorage storage = full();
        takeOwn(storage, meta(3, 25), new EntryId(2, 15));

        storage.write(List.of(new LogWrite(null, 26, commands(5, 26, 27, 10))));

        assertThrows(
                IllegalArgumentException.class,
                () -> storage.write(List.of(new LogWrite(null, 25, EntryBatch.empty()))));
        storage.close();
        LogStorage again = storage();
        assertEquals(27, again.open(identity()).lastIndex());
        again.close();
    }

    /** Truncations before a snapshot are nothing to it, even where they cut far back. */
    @Test
    default void logThatWasCutBackManyTimesIsCompactedLikeAnyOther() {
        LogStorage storage = full();
        EntryBatch log = fortyEntries();
        for (long cut = 38; cut > 4; cut -= 6) {
            long term = 50 - cut;
            EntryBatch more = commands(term, cut, cut + 3, 400);
            storage.write(List.of(new LogWrite(null, cut, more)));
            log = EntryBatch.join(List.of(log.upTo(cut - 1), more));
        }
        long first = log.lastIndex() + 1;
        EntryBatch more = commands(60, first, first + 30, 400);
        storage.write(List.of(append(more)));
        log = EntryBatch.join(List.of(log, more));

        for (long last = 6; last <= log.lastIndex(); last += 5) {
            EntryId base = log.entry(last - 2).id();
            takeOwn(storage, meta(log.term(last), last), base);
            assertEquals(log.from(last - 1), all(storage, last - 1, log.lastIndex(), 2_000));
            storage.close();
            Recovered recovered = storage.open(identity());
            assertEquals(log.lastIndex(), recovered.lastIndex());
            long start = recovered.base().index() + 1;
            assertTrue(start <= last - 1, "starts at " + start);
            assertEquals(start == 1 ? 0 : log.term(start - 1), recovered.base().term());
            assertEquals(log.from(start).termRuns(), recovered.termRuns());
            assertEquals(log.from(start), all(storage, start, log.lastIndex(), 2_000));
        }
        storage.close();
    }
}

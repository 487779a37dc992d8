package io.github.reactiveraft.test.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryType;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.Proposal;
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
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What every {@link LogStorage} does. A test class implements this and gives {@link #storage}; entries are small, but
 * there are enough of them to fill several files of 4 KiB. Power cuts are not part of it: they take a disk that can be
 * cut.
 */
public interface LogStorageContract extends LogCompactionContract {

    /** A payload that the default identity allows. */
    int ENTRY_BYTES = 1024;

    /** Membership of these names. */
    static Membership voters(String... names) {
        TreeSet<NodeId> voters = new TreeSet<>();
        for (String name : names) {
            voters.add(NodeId.of(name));
        }
        return new Membership(voters);
    }

    /** Commands of one term from one index to another, inclusive, told apart by term and index. */
    static EntryBatch commands(long term, long from, long upTo, int payloadBytes) {
        List<Proposal> proposals = new ArrayList<>();
        for (long index = from; index <= upTo; index++) {
            byte[] payload = new byte[payloadBytes];
            for (int i = 0; i < payloadBytes; i++) {
                payload[i] = (byte) (term * 31 + index + i);
            }
            proposals.add(new Proposal(EntryType.COMMAND, 7, index, Bytes.of(payload)));
        }
        return EntryBatch.encode(from, term, 1_000 * term + upTo, proposals);
    }

    /** A write of entries alone. */
    static LogWrite append(EntryBatch entries) {
        return new LogWrite(null, 0, entries);
    }

    /** All entries that a storage holds, read in pieces. */
    static EntryBatch all(LogStorage storage, long lastIndex, int maxBytes) {
        return all(storage, 1, lastIndex, maxBytes);
    }

    /** All entries that a storage holds from one index to another, inclusive, read in pieces. */
    static EntryBatch all(LogStorage storage, long firstIndex, long lastIndex, int maxBytes) {
        List<EntryBatch> parts = new ArrayList<>();
        for (long next = firstIndex; next <= lastIndex; ) {
            EntryBatch part = storage.read(next, maxBytes);
            assertFalse(part.isEmpty(), "a read in the log has at least one entry");
            assertEquals(next, part.firstIndex());
            parts.add(part);
            next = part.lastIndex() + 1;
        }
        return EntryBatch.join(parts);
    }

    /** The first start finds nothing. */
    @Test
    default void firstOpenFindsEmptyLogAndInitialState() {
        LogStorage storage = storage();

        Recovered recovered = storage.open(identity());

        Recovered expected = new Recovered(
                Incarnation.of(0xC0FFEE).opened(0xC0FFEE),
                HardState.INITIAL,
                List.of(),
                0,
                0,
                identity().founders());
        assertEquals(expected, recovered);
        storage.close();
    }

    /** The incarnation is drawn once, and every opening is counted and has a number of its own. */
    @Test
    default void laterOpenContinuesTheFirstIncarnation() {
        LogStorage storage = storage();
        storage.open(identity());
        storage.close();

        StorageIdentity drawnAnew = new StorageIdentity(
                "counter", "main", NodeId.of("n1"), identity().founders(), 0xBEEF, ENTRY_BYTES);
        LogStorage again = storage();
        Recovered recovered = again.open(drawnAnew);
        again.close();
        Recovered third = storage().open(drawnAnew);

        Incarnation first = Incarnation.of(0xC0FFEE).opened(0xC0FFEE);
        assertEquals(first.opened(0xBEEF), recovered.incarnation());
        assertEquals(first.opened(0xBEEF).opened(0xBEEF), third.incarnation());
    }

    /** What was superseded can be closed, and never opened again. */
    @Test
    default void supersededDataIsRefusedForGood() {
        LogStorage storage = storage();
        storage.open(identity());
        storage.write(List.of(append(commands(1, 1, 3, 10))));

        storage.supersede();
        storage.close();

        for (int open = 0; open < 2; open++) {
            LogStorage again = storage();
            StorageException refused = assertThrows(StorageException.class, () -> again.open(identity()));
            assertEquals(StorageException.Reason.SUPERSEDED, refused.reason());
        }
    }

    /** Term, vote, incarnations and entries come back. */
    @Test
    default void everythingWrittenIsThereAfterReopening() {
        HardState state = new HardState(
                3,
                NodeId.of("n2"),
                new TreeMap<>(Map.of(NodeId.of("n3"), new Incarnation(-5, 0x2_0000_0007L, 0x1_8000_0000L))));
        EntryBatch first = commands(1, 1, 3, 10);
        EntryBatch second = commands(3, 4, 5, 0);
        LogStorage storage = storage();
        storage.open(identity());

        storage.write(List.of(append(first), new LogWrite(state, 0, second)));
        storage.close();
        LogStorage again = storage();
        Recovered recovered = again.open(identity());

        List<TermRun> runs = List.of(new TermRun(1, 1), new TermRun(4, 3));
        assertEquals(
                new Recovered(openedTwice(), state, runs, 5, 3_005, identity().founders()), recovered);
        assertEquals(EntryBatch.join(List.of(first, second)), all(again, 5, ENTRY_BYTES));
        again.close();
    }

    private static Incarnation openedTwice() {
        return Incarnation.of(0xC0FFEE).opened(0xC0FFEE).opened(0xC0FFEE);
    }

    /** The newest of many states counts, and a vote may be taken back by a later term. */
    @Test
    default void newestHardStateCounts() {
        for (long term = 1; term <= 5; term++) {
            LogStorage storage = storage();
            HardState before = storage.open(identity()).hardState();
            assertEquals(term - 1, before.term());
            HardState voted = before.inTerm(term, NodeId.of("n1"));
            HardState unvoted = before.inTerm(term, null);
            storage.write(List.of(new LogWrite(term % 2 == 0 ? voted : unvoted, 0, EntryBatch.empty())));
            storage.close();
        }

        assertEquals(
                HardState.INITIAL.inTerm(5, null), storage().open(identity()).hardState());
    }

    /** Truncation removes an index and all behind it, and others may follow. */
    @Test
    default void truncatedEntriesAreReplaced() {
        LogStorage storage = storage();
        storage.open(identity());
        storage.write(List.of(append(commands(1, 1, 10, 20))));

        storage.write(List.of(new LogWrite(null, 4, commands(2, 4, 6, 20))));

        EntryBatch expected = EntryBatch.join(List.of(commands(1, 1, 10, 20).upTo(3), commands(2, 4, 6, 20)));
        assertEquals(expected, all(storage, 6, 50));
        assertThrows(IllegalArgumentException.class, () -> storage.read(7, 1));
        storage.close();
        LogStorage again = storage();
        Recovered recovered = again.open(identity());
        assertAll(
                () -> assertEquals(List.of(new TermRun(1, 1), new TermRun(4, 2)), recovered.termRuns()),
                () -> assertEquals(2_006, recovered.lastTimestamp()),
                () -> assertEquals(expected, all(again, recovered.lastIndex(), 100_000)));
        again.close();
    }

    /** Several truncations in one call, down to an empty log and across files. */
    @Test
    default void truncationsOfOneCallAreCarriedOutInOrder() {
        LogStorage storage = storage();
        storage.open(identity());
        for (long index = 1; index <= 40; index++) {
            storage.write(List.of(append(commands(1, index, index, 500))));
        }

        storage.write(List.of(
                new LogWrite(null, 30, commands(2, 30, 35, 500)),
                new LogWrite(null, 32, EntryBatch.empty()),
                new LogWrite(null, 99, EntryBatch.empty()),
                append(commands(3, 32, 33, 500)),
                new LogWrite(null, 5, commands(4, 5, 20, 500))));
        storage.close();

        LogStorage again = storage();
        Recovered recovered = again.open(identity());
        EntryBatch kept = EntryBatch.join(List.of(commands(1, 1, 4, 500), commands(4, 5, 20, 500)));
        assertEquals(20, recovered.lastIndex());
        for (long index = 1; index <= 20; index++) {
            assertEquals(
                    kept.entry(index).id(), again.read(index, 1).entry(index).id());
            assertEquals(kept.payload(index), again.read(index, 1).payload(index));
        }
        again.write(List.of(new LogWrite(null, 1, EntryBatch.empty())));
        again.close();
        assertEquals(0, storage().open(identity()).lastIndex());
    }

    /** A log larger than any one file, read from everywhere in pieces of every size. */
    @Test
    default void longLogIsReadFromAnyIndexWithinTheByteLimit() {
        LogStorage storage = storage();
        storage.open(identity());
        List<EntryBatch> batches = new ArrayList<>();
        for (long next = 1; next <= 200; ) {
            long upTo = next + next % 7;
            batches.add(commands(1 + next / 50, next, upTo, (int) (next % 3) * 100));
            next = upTo + 1;
        }
        EntryBatch written = EntryBatch.join(batches);

        batches.forEach(batch -> storage.write(List.of(append(batch))));

        for (int maxBytes : new int[] {0, 60, 1_000, 5_000, Integer.MAX_VALUE}) {
            for (long from = 1; from <= written.lastIndex(); from += 3) {
                EntryBatch read = storage.read(from, maxBytes);
                assertEquals(written.from(from).upTo(read.lastIndex()), read);
                assertTrue(read.count() == 1 || read.byteCount() <= maxBytes, "more than asked for");
            }
            assertEquals(written, all(storage, written.lastIndex(), maxBytes));
        }
        storage.close();
    }

    /** An entry of the largest allowed size, and one batch larger than any file. */
    @Test
    default void largestEntryAndLargeBatchAreKept() {
        EntryBatch largest = commands(1, 1, 1, ENTRY_BYTES);
        EntryBatch many = commands(1, 2, 60, ENTRY_BYTES);
        LogStorage storage = storage();
        storage.open(identity());

        storage.write(List.of(append(largest), append(many)));
        storage.close();

        LogStorage again = storage();
        assertEquals(60, again.open(identity()).lastIndex());
        assertEquals(EntryBatch.join(List.of(largest, many)), all(again, 60, 10_000));
        again.close();
    }

    /** Indexes that are not there are the caller's mistake. */
    @Test
    default void readOutsideTheLogIsAnIllegalArgument() {
        LogStorage storage = storage();
        storage.open(identity());
        assertThrows(IllegalArgumentException.class, () -> storage.read(1, 100));

        storage.write(List.of(append(commands(1, 1, 2, 5))));

        assertThrows(IllegalArgumentException.class, () -> storage.read(0, 100));
        assertThrows(IllegalArgumentException.class, () -> storage.read(3, 100));
        storage.close();
    }

    /** Data has one user at a time. */
    @Test
    default void secondOpenIsRefusedUntilTheFirstIsClosed() {
        LogStorage first = storage();
        first.open(identity());
        LogStorage second = storage();

        StorageException refused = assertThrows(StorageException.class, () -> second.open(identity()));
        assertEquals(Reason.IN_USE, refused.reason());
        first.write(List.of(append(commands(1, 1, 1, 5))));
        first.close();
        first.close();

        assertEquals(1, second.open(identity()).lastIndex());
        second.close();
    }

    /** Data of another cluster, group or node, or founded otherwise, is refused and stays as it was. */
    @Test
    default void foreignDataIsRefused() {
        LogStorage storage = storage();
        storage.open(identity());
        storage.write(List.of(append(commands(1, 1, 1, 5))));
        storage.close();
        Membership founders = identity().founders();
        NodeId node = NodeId.of("n1");

        List<StorageIdentity> foreigners = List.of(
                new StorageIdentity("other", "main", node, founders, 1, ENTRY_BYTES),
                new StorageIdentity("counter", "other", node, founders, 1, ENTRY_BYTES),
                new StorageIdentity("counter", "main", NodeId.of("n2"), founders, 1, ENTRY_BYTES),
                new StorageIdentity("counter", "main", node, voters("n1", "n2"), 1, ENTRY_BYTES));

        for (StorageIdentity foreigner : foreigners) {
            LogStorage asked = storage();
            StorageException refused = assertThrows(StorageException.class, () -> asked.open(foreigner));
            assertEquals(Reason.IDENTITY, refused.reason());
        }
        LogStorage again = storage();
        assertEquals(1, again.open(identity()).lastIndex());
        again.close();
    }

    /** Without being open, nothing works, and nothing but storage exceptions come out. */
    @Test
    default void closedStorageRefusesToReadAndWrite() {
        LogStorage storage = storage();
        storage.open(identity());
        storage.write(List.of(append(commands(1, 1, 1, 5))));
        storage.close();

        assertThrows(StorageException.class, () -> storage.read(1, 100));
        assertThrows(StorageException.class, () -> storage.write(List.of(append(commands(1, 2, 2, 5)))));
    }
}

package io.github.reactiveraft.test.contract;

import static io.github.reactiveraft.test.contract.SnapshotSteps.adopt;
import static io.github.reactiveraft.test.contract.SnapshotSteps.image;
import static io.github.reactiveraft.test.contract.SnapshotSteps.meta;
import static io.github.reactiveraft.test.contract.SnapshotSteps.opened;
import static io.github.reactiveraft.test.contract.SnapshotSteps.receive;
import static io.github.reactiveraft.test.contract.SnapshotSteps.state;
import static io.github.reactiveraft.test.contract.SnapshotSteps.stateIn;
import static io.github.reactiveraft.test.contract.SnapshotSteps.stateOf;
import static io.github.reactiveraft.test.contract.SnapshotSteps.take;
import static io.github.reactiveraft.test.contract.SnapshotSteps.takeAndAdopt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.SnapshotReceiver;
import io.github.reactiveraft.api.spi.SnapshotStorage;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import io.github.reactiveraft.api.spi.StorageException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SnapshotStorage} does, beside the {@link LogStorage} that it belongs to; what becomes of the log is in
 * {@link LogStorageContract}. A test class implements this, which contains {@link SnapshotImageContract}, and gives {@link
 * #storage}.
 */
public interface SnapshotStorageContract extends SnapshotImageContract {

    /** The first start finds none. */
    @Test
    default void newStorageHasNoSnapshot() {
        LogStorage storage = storage();

        assertNull(storage.open(identity()).snapshot());
        assertTrue(storage.snapshots().open(new EntryId(1, 1)).isEmpty());
        storage.close();
    }

    /** A state of any length, written in chunks of any length, is read back, now and after the next start. */
    @Test
    default void stateComesBackWhateverItsLength() {
        LogStorage storage = opened(this);
        int index = 0;
        for (int length : new int[] {0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 5}) {
            for (int chunk : new int[] {1_000, CHUNK_BYTES, 1 << 20}) {
                SnapshotMeta meta = meta(1, ++index);
                Bytes state = state(index, length);
                take(storage, meta, state, chunk);
                storage.write(List.of(adopt(meta, meta.lastIncluded(), false)));

                assertEquals(state, stateIn(storage, meta));
                storage.close();
                assertEquals(meta, storage.open(identity()).snapshot());
                assertEquals(state, stateIn(storage, meta));
            }
        }
        storage.close();
    }

    /** Nobody need allocate more than one chunk, and behind the end there is nothing more. */
    @Test
    default void readerHandsOutSmallChunksAndThenNothing() {
        LogStorage storage = opened(this);
        SnapshotMeta meta = meta(1, 7);
        takeAndAdopt(storage, meta, state(1, 5 * CHUNK_BYTES));

        SnapshotReader reader = storage.snapshots().open(meta.lastIncluded()).orElseThrow();
        assertEquals(meta, reader.meta());
        int total = 0;
        for (Bytes chunk = reader.next(); chunk.length() > 0; chunk = reader.next()) {
            assertTrue(chunk.length() <= CHUNK_BYTES, "a chunk of " + chunk);
            total += chunk.length();
        }
        assertEquals(5 * CHUNK_BYTES, total);
        assertEquals(Bytes.empty(), reader.next());
        reader.close();
        reader.close();
        storage.close();
    }

    /** What is staged is seen by nobody, and gone at the next start, complete or not. */
    @Test
    default void stagedSnapshotIsNotInForce() {
        LogStorage storage = opened(this);
        SnapshotMeta taken = meta(1, 10);
        SnapshotMeta received = meta(1, 20);
        take(storage, taken, state(1, 100), 10);
        receive(storage, received, image(identity(), received, state(2, 100)), 50);

        assertTrue(storage.snapshots().open(taken.lastIncluded()).isEmpty());
        assertTrue(storage.snapshots().open(received.lastIncluded()).isEmpty());
        storage.close();

        for (SnapshotMeta meta : List.of(taken, received)) {
            LogStorage again = storage();
            assertNull(again.open(identity()).snapshot());
            assertEquals(0, again.snapshots().receive(meta(1, 21), 1_000).offset());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> again.write(List.of(adopt(meta, meta.lastIncluded(), false))));
            again.close();
        }
    }

    /** Only what is complete can come into force. */
    @Test
    default void incompleteSnapshotIsNotAdopted() {
        LogStorage storage = opened(this);
        SnapshotMeta meta = meta(1, 10);
        storage.snapshots().create(meta).write(state(1, 100).buffer());

        assertThrows(
                IllegalArgumentException.class, () -> storage.write(List.of(adopt(meta, meta.lastIncluded(), false))));
        storage.close();
    }

    /** A writer that was discarded, or followed by another one, leaves nothing; an adopted snapshot is safe from it. */
    @Test
    default void discardedSnapshotIsGone() {
        LogStorage storage = opened(this);
        SnapshotMeta meta = meta(1, 10);
        SnapshotWriter first = storage.snapshots().create(meta);
        first.write(state(1, 200_000).buffer());
        SnapshotWriter second = storage.snapshots().create(meta);
        assertThrows(StorageException.class, () -> first.write(state(1, 10).buffer()));
        first.discard();
        second.write(state(2, 100).buffer());
        second.finish();
        second.discard();
        second.discard();

        SnapshotWriter third = storage.snapshots().create(meta);
        third.write(state(3, 100).buffer());
        third.finish();
        storage.write(List.of(adopt(meta, meta.lastIncluded(), false)));
        third.discard();

        assertEquals(state(3, 100), stateIn(storage, meta));
        storage.close();
    }

    /** T48: a snapshot that is in force already, or older than the newest, changes nothing. */
    @Test
    default void adoptingAnOldSnapshotChangesNothing() {
        LogStorage storage = opened(this);
        SnapshotMeta newer = meta(1, 20);
        SnapshotMeta older = meta(1, 10);
        takeAndAdopt(storage, newer, state(1, 100));

        takeAndAdopt(storage, newer, state(2, 100));
        takeAndAdopt(storage, older, state(3, 100));
        storage.write(List.of(adopt(older, older.lastIncluded(), false)));
        receive(storage, older, image(identity(), older, state(4, 100)), 50);
        storage.write(List.of(adopt(older, older.lastIncluded(), true)));

        assertEquals(state(1, 100), stateIn(storage, newer));
        assertTrue(storage.snapshots().open(older.lastIncluded()).isEmpty());
        storage.close();
        LogStorage again = storage();
        assertEquals(newer, again.open(identity()).snapshot());
        again.close();
    }

    /** The newest two are kept, older ones as long as somebody reads them. */
    @Test
    default void oldSnapshotsGoUnlessTheyAreBeingRead() {
        LogStorage storage = opened(this);
        SnapshotStorage snapshots = storage.snapshots();
        takeAndAdopt(storage, meta(1, 10), state(10, 200_000));
        SnapshotReader first = snapshots.open(new EntryId(1, 10)).orElseThrow();
        SnapshotReader second = snapshots.open(new EntryId(1, 10)).orElseThrow();
        Bytes start = first.next();

        for (long index = 20; index <= 40; index += 10) {
            takeAndAdopt(storage, meta(1, index), state(index, 100));
        }

        assertTrue(snapshots.open(new EntryId(1, 20)).isEmpty());
        assertEquals(state(30, 100), stateIn(storage, meta(1, 30)));
        assertEquals(state(40, 100), stateIn(storage, meta(1, 40)));
        Bytes rest = stateOf(first);
        assertEquals(state(10, 200_000).length(), start.length() + rest.length());
        first.close();
        assertEquals(state(10, 200_000), stateOf(second));
        second.close();
        assertTrue(snapshots.open(new EntryId(1, 10)).isEmpty());
        storage.close();
    }

    /** Readers end with their storage; what they held is gone after the next start. */
    @Test
    default void closedStorageRefusesEverything() {
        LogStorage storage = opened(this);
        SnapshotMeta meta = meta(1, 10);
        takeAndAdopt(storage, meta, state(1, 100));
        SnapshotReader reader = storage.snapshots().open(meta.lastIncluded()).orElseThrow();
        takeAndAdopt(storage, meta(1, 20), state(1, 100));
        takeAndAdopt(storage, meta(1, 30), state(1, 100));
        SnapshotWriter writer = storage.snapshots().create(meta(1, 40));
        SnapshotReceiver receiver = storage.snapshots().receive(meta(1, 41), 1_000);
        SnapshotStorage snapshots = storage.snapshots();
        storage.close();

        assertThrows(StorageException.class, reader::next);
        assertThrows(StorageException.class, () -> reader.image(0, 1));
        assertThrows(StorageException.class, writer::finish);
        assertThrows(StorageException.class, () -> writer.write(state(1, 1).buffer()));
        assertThrows(StorageException.class, () -> receiver.write(state(1, 1)));
        assertThrows(StorageException.class, () -> snapshots.create(meta));
        assertThrows(StorageException.class, () -> snapshots.receive(meta, 1));
        assertThrows(StorageException.class, () -> snapshots.open(meta.lastIncluded()));
        reader.close();
        writer.discard();

        LogStorage again = storage();
        assertEquals(meta(1, 30), again.open(identity()).snapshot());
        assertTrue(again.snapshots().open(meta.lastIncluded()).isEmpty());
        again.close();
    }
}

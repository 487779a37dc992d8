package io.github.reactiveraft.test.contract;

import static io.github.reactiveraft.test.contract.SnapshotSteps.adopt;
import static io.github.reactiveraft.test.contract.SnapshotSteps.image;
import static io.github.reactiveraft.test.contract.SnapshotSteps.imageIn;
import static io.github.reactiveraft.test.contract.SnapshotSteps.meta;
import static io.github.reactiveraft.test.contract.SnapshotSteps.opened;
import static io.github.reactiveraft.test.contract.SnapshotSteps.part;
import static io.github.reactiveraft.test.contract.SnapshotSteps.receive;
import static io.github.reactiveraft.test.contract.SnapshotSteps.state;
import static io.github.reactiveraft.test.contract.SnapshotSteps.stateIn;
import static io.github.reactiveraft.test.contract.SnapshotSteps.stateOf;
import static io.github.reactiveraft.test.contract.SnapshotSteps.takeAndAdopt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.SnapshotReceiver;
import io.github.reactiveraft.api.spi.SnapshotStorage;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.api.spi.StorageIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link SnapshotStorage} does with the images of snapshots that go from member to member. */
public interface SnapshotImageContract extends StorageUnderTest {

    /** The longest chunk that a reader may hand out. */
    int CHUNK_BYTES = 64 * 1024;

    /** An image is the same wherever it is made, and is taken in pieces of any length. */
    @Test
    default void imageTravelsFromMemberToMember() {
        LogStorage storage = opened(this);
        Bytes state = state(1, 2 * CHUNK_BYTES + 100);
        SnapshotMeta taken = meta(1, 10);
        takeAndAdopt(storage, taken, state);
        assertEquals(image(identity(), taken, state), imageIn(storage, taken));

        int index = 10;
        for (int piece : new int[] {997, CHUNK_BYTES, Integer.MAX_VALUE}) {
            SnapshotMeta meta = meta(1, ++index);
            Bytes image = image(identity(), meta, state);
            receive(storage, meta, image, piece);
            storage.write(List.of(adopt(meta, meta.lastIncluded(), false)));

            assertEquals(state, stateIn(storage, meta));
            assertEquals(image, imageIn(storage, meta));
        }
        storage.close();
    }

    /** Pieces may be read from anywhere within the image, the end included, and only there. */
    @Test
    default void imageIsReadFromAnywhere() {
        LogStorage storage = opened(this);
        SnapshotMeta meta = meta(1, 10);
        takeAndAdopt(storage, meta, state(1, 5_000));
        Bytes image = image(identity(), meta, state(1, 5_000));
        SnapshotReader reader = storage.snapshots().open(meta.lastIncluded()).orElseThrow();

        assertEquals(image.length(), reader.byteCount());
        for (int offset = 0; offset <= image.length(); offset += 99) {
            Bytes piece = reader.image(offset, 300);
            assertTrue(piece.length() > 0 || offset == image.length(), "nothing at " + offset);
            assertEquals(part(image, offset, piece.length()), piece);
        }
        assertEquals(Bytes.empty(), reader.image(image.length(), 1));
        assertThrows(IllegalArgumentException.class, () -> reader.image(image.length() + 1L, 1));
        assertThrows(IllegalArgumentException.class, () -> reader.image(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> reader.image(0, 0));
        assertEquals(state(1, 5_000), stateOf(reader));
        reader.close();
        assertThrows(StorageException.class, reader::next);
        storage.close();
    }

    /** An image that was begun goes on where it was, as long as nobody asks for another one. */
    @Test
    default void receivingGoesOnWhereItWas() {
        LogStorage storage = opened(this);
        SnapshotMeta meta = meta(1, 10);
        Bytes image = image(identity(), meta, state(1, 2_000));
        storage.snapshots().receive(meta, image.length()).write(part(image, 0, 500));

        SnapshotReceiver same = storage.snapshots().receive(meta, image.length());
        assertEquals(500, same.offset());
        same.write(part(image, 500, 1_000));
        SnapshotReceiver again = storage.snapshots().receive(meta, image.length());
        again.write(part(image, 1_500, Integer.MAX_VALUE));
        again.finish();
        assertEquals(
                image.length(),
                storage.snapshots().receive(meta, image.length()).offset());
        storage.snapshots().receive(meta, image.length()).finish();

        storage.write(List.of(adopt(meta, meta.lastIncluded(), false)));
        assertEquals(state(1, 2_000), stateIn(storage, meta));

        SnapshotMeta next = meta(1, 11);
        Bytes nextImage = image(identity(), next, state(2, 2_000));
        storage.snapshots().receive(next, nextImage.length()).write(part(nextImage, 0, 500));
        assertEquals(
                0, storage.snapshots().receive(next, nextImage.length() + 1L).offset());
        assertEquals(0, storage.snapshots().receive(next, nextImage.length()).offset());
        storage.close();
    }

    /** What cannot be what was announced is refused at once, and leaves nothing. */
    @Test
    default void imageThatIsNotTheAnnouncedOneIsRefused() {
        LogStorage storage = opened(this);
        SnapshotMeta meta = meta(1, 10);
        StorageIdentity known = identity();
        StorageIdentity otherCluster =
                new StorageIdentity("other", "main", known.node(), known.founders(), 1, known.entryBytes());
        StorageIdentity otherGroup =
                new StorageIdentity("counter", "other", known.node(), known.founders(), 1, known.entryBytes());
        SnapshotMeta otherTime = new SnapshotMeta(meta.lastIncluded(), meta.timestamp() + 1, meta.membership());
        SnapshotMeta otherVoters =
                new SnapshotMeta(meta.lastIncluded(), meta.timestamp(), LogStorageContract.voters("n1", "n2", "n4"));
        for (Bytes foreign : List.of(
                image(otherCluster, meta, state(1, 500)),
                image(otherGroup, meta, state(1, 500)),
                image(known, meta(2, 10), state(1, 500)),
                image(known, meta(1, 11), state(1, 500)),
                image(known, otherTime, state(1, 500)),
                image(known, otherVoters, state(1, 500)),
                state(1, 500))) {
            SnapshotReceiver receiver = storage.snapshots().receive(meta, foreign.length());

            StorageException refused = assertThrows(StorageException.class, () -> receiver.write(foreign));

            assertEquals(Reason.CORRUPT, refused.reason());
            assertEquals(0, storage.snapshots().receive(meta, foreign.length()).offset());
        }
        receive(storage, meta, image(known, meta, state(1, 500)), 100);
        storage.close();
    }

    /** Whatever byte of an image is wrong, it never gets to its end. */
    @Test
    default void damagedImageIsRefused() {
        LogStorage storage = opened(this);
        SnapshotMeta meta = meta(1, 10);
        Bytes image = image(identity(), meta, state(1, 300));
        for (int position = 0; position < image.length(); position++) {
            byte[] damaged = new byte[image.length()];
            image.copyTo(damaged, 0);
            damaged[position] ^= 0x40;

            StorageException refused =
                    assertThrows(StorageException.class, () -> receive(storage, meta, Bytes.of(damaged), 100));

            assertEquals(Reason.CORRUPT, refused.reason());
            assertEquals(0, storage.snapshots().receive(meta, image.length()).offset());
        }
        storage.close();
    }

    /** Neither more nor less than was announced. */
    @Test
    default void imageOfAnotherLengthIsRefused() {
        LogStorage storage = opened(this);
        SnapshotMeta meta = meta(1, 10);
        Bytes image = image(identity(), meta, state(1, 300));

        SnapshotReceiver small = storage.snapshots().receive(meta, image.length());
        small.write(part(image, 0, image.length() - 1));
        assertThrows(IllegalArgumentException.class, () -> small.write(part(image, 0, 2)));
        assertEquals(image.length() - 1, small.offset());
        assertEquals(
                Reason.CORRUPT,
                assertThrows(StorageException.class, small::finish).reason());
        assertEquals(0, storage.snapshots().receive(meta, image.length()).offset());

        for (int wrong : new int[] {1, image.length() - 1, image.length() + 1, image.length() + 100}) {
            SnapshotReceiver receiver = storage.snapshots().receive(meta, wrong);
            StorageException refused = assertThrows(StorageException.class, () -> {
                receiver.write(part(image, 0, wrong));
                receiver.finish();
            });
            assertEquals(Reason.CORRUPT, refused.reason());
        }
        storage.close();
    }
}

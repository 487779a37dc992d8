package io.github.reactiveraft.test.contract;

import static io.github.reactiveraft.test.contract.LogStorageContract.append;
import static io.github.reactiveraft.test.contract.LogStorageContract.commands;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.SnapshotReceiver;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import io.github.reactiveraft.api.spi.StorageIdentity;
import io.github.reactiveraft.core.storage.MemoryStorage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/** What a node does with snapshots, in the fewest words, for tests of storages. */
public final class SnapshotSteps {

    private SnapshotSteps() {}

    /** What a snapshot up to an entry stands for, in a cluster of n1, n2 and n3. */
    public static SnapshotMeta meta(long term, long index) {
        return new SnapshotMeta(
                new EntryId(term, index), 1_000 * term + index, LogStorageContract.voters("n1", "n2", "n3"));
    }

    /** A state of so many bytes that looks like no other one's. */
    public static Bytes state(long seed, int length) {
        byte[] bytes = new byte[length];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        return Bytes.of(bytes);
    }

    /** Stages a snapshot of the node's own state, in chunks of a length. */
    public static void take(LogStorage storage, SnapshotMeta meta, Bytes state, int chunkBytes) {
        SnapshotWriter writer = storage.snapshots().create(meta);
        ByteBuffer rest = state.buffer();
        while (rest.hasRemaining()) {
            int length = Math.min(chunkBytes, rest.remaining());
            writer.write(rest.slice(rest.position(), length));
            rest.position(rest.position() + length);
        }
        writer.finish();
    }

    /** The image that another member of the cluster has of a state. */
    public static Bytes image(StorageIdentity identity, SnapshotMeta meta, Bytes state) {
        MemoryStorage member = new MemoryStorage();
        member.open(identity);
        take(member, meta, state, 1_000);
        member.write(List.of(adopt(meta, meta.lastIncluded(), true)));
        try (OpenSnapshot snapshot = OpenSnapshot.of(member, meta)) {
            return snapshot.image();
        }
    }

    /** Stages an image of another member, in pieces of a length. */
    public static void receive(LogStorage storage, SnapshotMeta meta, Bytes image, int pieceBytes) {
        SnapshotReceiver receiver = storage.snapshots().receive(meta, image.length());
        while (receiver.offset() < image.length()) {
            receiver.write(part(image, receiver.offset(), pieceBytes));
        }
        receiver.finish();
    }

    /** Up to so many bytes of some, from an offset on. */
    public static Bytes part(Bytes bytes, long offset, int maxBytes) {
        int length = (int) Math.min(maxBytes, bytes.length() - offset);
        return Bytes.copyOf(bytes.buffer().slice((int) offset, length));
    }

    /** A write that does nothing but bring a snapshot into force. */
    public static LogWrite adopt(SnapshotMeta meta, EntryId base, boolean isReset) {
        return new LogWrite(null, new SnapshotAdoption(meta, base, isReset), 0, EntryBatch.empty());
    }

    /** The state that a snapshot in force holds. */
    public static Bytes stateIn(LogStorage storage, SnapshotMeta meta) {
        try (OpenSnapshot snapshot = OpenSnapshot.of(storage, meta)) {
            return snapshot.state();
        }
    }

    /** The image of a snapshot in force. */
    public static Bytes imageIn(LogStorage storage, SnapshotMeta meta) {
        try (OpenSnapshot snapshot = OpenSnapshot.of(storage, meta)) {
            return snapshot.image();
        }
    }

    /** All that is left of the state behind a reader. */
    public static Bytes stateOf(SnapshotReader reader) {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        for (Bytes chunk = reader.next(); chunk.length() > 0; chunk = reader.next()) {
            byte[] bytes = new byte[chunk.length()];
            chunk.copyTo(bytes, 0);
            state.write(bytes, 0, bytes.length);
        }
        return Bytes.of(state.toByteArray());
    }

    private record OpenSnapshot(SnapshotReader reader) implements AutoCloseable {

        static OpenSnapshot of(LogStorage storage, SnapshotMeta meta) {
            return new OpenSnapshot(
                    storage.snapshots().open(meta.lastIncluded()).orElseThrow());
        }

        Bytes state() {
            return stateOf(reader);
        }

        Bytes image() {
            byte[] image = new byte[(int) reader.byteCount()];
            int offset = 0;
            for (Bytes piece = reader.image(0, 1_000); piece.length() > 0; piece = reader.image(offset, 1_000)) {
                piece.copyTo(image, offset);
                offset += piece.length();
            }
            return Bytes.of(image);
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    /** An open storage with a log of one term, long enough for every snapshot of the contracts. */
    static LogStorage opened(StorageUnderTest test) {
        LogStorage storage = test.storage();
        if (storage.open(test.identity()).lastIndex() == 0) {
            storage.write(List.of(append(commands(1, 1, 50, 10))));
        }
        return storage;
    }

    static void takeAndAdopt(LogStorage storage, SnapshotMeta meta, Bytes state) {
        take(storage, meta, state, 777);
        storage.write(List.of(adopt(meta, meta.lastIncluded(), false)));
    }
}

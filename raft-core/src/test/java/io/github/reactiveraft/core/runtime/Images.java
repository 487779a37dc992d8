package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import io.github.reactiveraft.core.storage.MemoryStorage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Snapshots as other members have them, byte by byte. */
final class Images {

    private Images() {}

    /** The image of a state, as any member of the tests' cluster sends it. */
    static Bytes of(SnapshotMeta meta, byte[] state) {
        MemoryStorage member = new MemoryStorage();
        member.open(Words.identity());
        putInForce(member, meta, state);
        return inForce(member, meta);
    }

    /** The bytes of a snapshot whose replicas know no session. */
    static byte[] withoutSessions(byte[] state) {
        return ByteBuffer.allocate(24 + state.length)
                .put("RaftSess".getBytes(StandardCharsets.US_ASCII))
                .put((byte) Long.BYTES)
                .position(24)
                .put(state)
                .array();
    }

    private static Bytes inForce(LogStorage storage, SnapshotMeta meta) {
        SnapshotReader reader = storage.snapshots().open(meta.lastIncluded()).orElseThrow();
        try {
            return reader.image(0, Math.toIntExact(reader.byteCount()));
        } finally {
            reader.close();
        }
    }

    /** Brings into force what is staged, and returns its image. */
    static Bytes adopted(LogStorage storage, SnapshotMeta meta) {
        adopt(storage, meta);
        return inForce(storage, meta);
    }

    /** Has an open storage start behind a snapshot. */
    static void putInForce(LogStorage storage, SnapshotMeta meta, byte[] state) {
        SnapshotWriter writer = storage.snapshots().create(meta);
        writer.write(ByteBuffer.wrap(state));
        writer.finish();
        adopt(storage, meta);
    }

    private static void adopt(LogStorage storage, SnapshotMeta meta) {
        SnapshotAdoption adoption = new SnapshotAdoption(meta, meta.lastIncluded(), true);
        storage.write(List.of(new LogWrite(null, adoption, 0, EntryBatch.empty())));
    }

    static Bytes piece(Bytes image, long offset, int length) {
        byte[] whole = new byte[image.length()];
        image.copyTo(whole, 0);
        int from = Math.toIntExact(offset);
        return Bytes.of(Arrays.copyOfRange(whole, from, Math.min(whole.length, from + length)));
    }

    /** So many bytes that nothing would come up with by itself. */
    static byte[] state(int byteCount) {
        byte[] state = new byte[byteCount];
        new SplittableRandom(byteCount).nextBytes(state);
        return state;
    }
}

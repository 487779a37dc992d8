package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.SnapshotReceiver;
import io.github.reactiveraft.api.spi.SnapshotStorage;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Snapshots that remember how they were used, and fail when told to. */
final class HookedSnapshots implements SnapshotStorage {

    private final LogStorage log;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger openCount = new AtomicInteger();
    private volatile Consumer<String> before = call -> {};

    HookedSnapshots(LogStorage log) {
        this.log = log;
    }

    /** What was called, in order, closing aside: "create 7/5", "write 10", "image 1024". */
    List<String> calls() {
        return calls;
    }

    /** Those of one kind. */
    List<String> calls(String kind) {
        return calls.stream().filter(call -> call.startsWith(kind)).toList();
    }

    /** Readers that nobody has closed yet. */
    int openCount() {
        return openCount.get();
    }

    /** What happens before each call, by its name. */
    void before(Consumer<String> hook) {
        before = hook;
    }

    /** Fails every call whose name starts like this, from now on. */
    void failing(String kind, RuntimeException failure) {
        before = call -> {
            if (call.startsWith(kind)) {
                throw failure;
            }
        };
    }

    @Override
    public void putAside(EntryId lastIncluded) {
        called("putAside " + lastIncluded);
        log.snapshots().putAside(lastIncluded);
    }

    private void called(String call) {
        calls.add(call);
        before.accept(call);
    }

    @Override
    public SnapshotWriter create(SnapshotMeta meta) {
        called("create " + meta.lastIncluded());
        SnapshotWriter writer = log.snapshots().create(meta);
        return new SnapshotWriter() {
            @Override
            public void write(ByteBuffer chunk) {
                called("write " + chunk.remaining());
                writer.write(chunk);
            }

            @Override
            public void finish() {
                called("finish " + meta.lastIncluded());
                writer.finish();
            }

            @Override
            public void discard() {
                called("discard " + meta.lastIncluded());
                writer.discard();
            }
        };
    }

    @Override
    public SnapshotReceiver receive(SnapshotMeta meta, long byteCount) {
        called("receive " + meta.lastIncluded());
        SnapshotReceiver receiver = log.snapshots().receive(meta, byteCount);
        return new SnapshotReceiver() {
            @Override
            public long offset() {
                return receiver.offset();
            }

            @Override
            public void write(Bytes piece) {
                called("piece " + receiver.offset() + "+" + piece.length());
                receiver.write(piece);
            }

            @Override
            public void finish() {
                called("complete " + meta.lastIncluded());
                receiver.finish();
            }
        };
    }

    @Override
    public Optional<SnapshotReader> open(EntryId lastIncluded) {
        called("open " + lastIncluded);
        Optional<SnapshotReader> opened = log.snapshots().open(lastIncluded);
        opened.ifPresent(reader -> openCount.incrementAndGet());
        return opened.map(Reader::new);
    }

    private final class Reader implements SnapshotReader {

        private final SnapshotReader reader;
        private boolean isClosed;

        private Reader(SnapshotReader reader) {
            this.reader = reader;
        }

        @Override
        public SnapshotMeta meta() {
            return reader.meta();
        }

        @Override
        public long byteCount() {
            return reader.byteCount();
        }

        @Override
        public Bytes image(long offset, int maxBytes) {
            called("image " + offset + "+" + maxBytes);
            return reader.image(offset, maxBytes);
        }

        @Override
        public Bytes next() {
            called("next");
            return reader.next();
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                openCount.decrementAndGet();
            }
            reader.close();
        }
    }
}

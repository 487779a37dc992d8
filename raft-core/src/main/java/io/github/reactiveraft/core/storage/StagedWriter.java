package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.spi.SnapshotWriter;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Makes an image out of chunks: all records are as long as they may be, but for the last ones. */
final class StagedWriter implements SnapshotWriter {

    private final StagedFile file;
    private final ByteBuffer header;
    private final ByteBuffer record = SnapshotRecord.buffer();
    private final CRC32C crc = new CRC32C();
    private long payloadBytes;

    StagedWriter(StagedFile file, ByteBuffer header) {
        this.file = file;
        this.header = header;
    }

    /** Writes the header. */
    void start() {
        file.append(header.duplicate());
    }

    StagedFile file() {
        return file;
    }

    @Override
    public void write(ByteBuffer chunk) {
        file.requireGrowing();
        crc.update(chunk.duplicate());
        payloadBytes += chunk.remaining();
        while (chunk.hasRemaining()) {
            int length = Math.min(chunk.remaining(), record.remaining());
            record.put(record.position(), chunk, chunk.position(), length);
            record.position(record.position() + length);
            chunk.position(chunk.position() + length);
            if (!record.hasRemaining()) {
                flush();
            }
        }
    }

    @Override
    public void finish() {
        if (file.isComplete()) {
            return;
        }
        file.requireGrowing();
        if (record.position() > SnapshotRecord.OVERHEAD) {
            flush();
        }
        file.append(SnapshotRecord.end(payloadBytes, crc.getValue(), file.size(), header));
        file.finish();
    }

    @Override
    public void discard() {
        file.discard();
    }

    private void flush() {
        file.append(SnapshotRecord.finish(record, file.size(), header));
        SnapshotRecord.clear(record);
    }
}

package io.github.reactiveraft.test.disk;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The log in the files of an undamaged directory, read by nothing but {@code docs/storage.md}: it knows which frames there
 * are, and what the log would be without the last ones.
 */
final class StoredLog {

    private static final int MAGIC = 0xF7A3_51C9;
    private static final int OVERHEAD = 48;
    private static final int ENTRIES = 1;
    private static final int TRUNCATION = 2;
    private static final int BLOCK_OVERHEAD = 24;

    private final List<Frame> frames = new ArrayList<>();
    private String lastFile = "";
    private Log before = new Log(0, 0, EntryBatch.empty());

    /**
     * A frame of the last file.
     *
     * @param groupStart where the first frame of the same sync starts
     * @param termBefore the term of the entry before the index
     */
    record Frame(int start, int end, int kind, long index, long groupStart, long termBefore, EntryBatch entries) {

        boolean isSame(byte[] one, byte[] other) {
            return end <= other.length && Arrays.equals(one, start, end, other, start, end);
        }
    }

    /**
     * The log as somebody would find it.
     *
     * @param baseIndex what it starts behind
     * @param baseTerm the term of that, 0 if there is none
     */
    record Log(long baseIndex, long baseTerm, EntryBatch entries) {

        long lastIndex() {
            return entries.isEmpty() ? baseIndex : entries.lastIndex();
        }

        boolean contains(EntryId id) {
            return id.index() == baseIndex
                    ? id.term() == baseTerm
                    : id.index() > baseIndex && id.index() <= lastIndex() && entries.term(id.index()) == id.term();
        }

        private Log with(EntryBatch more) {
            return new Log(baseIndex, baseTerm, entries.isEmpty() ? more : EntryBatch.join(List.of(entries, more)));
        }

        private Log cutAt(long index, long termBefore) {
            return index <= baseIndex
                    ? new Log(index - 1, termBefore, EntryBatch.empty())
                    : new Log(baseIndex, baseTerm, entries.isEmpty() ? entries : entries.upTo(index - 1));
        }
    }

    static StoredLog in(ImageFiles files) {
        StoredLog log = new StoredLog();
        files.segments().forEach(log::read);
        return log;
    }

    /** The name of the file that is written last. */
    String lastFile() {
        return lastFile;
    }

    /** The frames of the last file. */
    List<Frame> frames() {
        return List.copyOf(frames);
    }

    /** The log with no more than so many frames of the last file. */
    Log upTo(int frameCount) {
        Log log = before;
        for (Frame frame : frames.subList(0, frameCount)) {
            log = switch (frame.kind()) {
                case ENTRIES -> log.with(frame.entries());
                case TRUNCATION -> log.cutAt(frame.index(), frame.termBefore());
                default -> log;
            };
        }
        return log;
    }

    private void read(String name, byte[] bytes) {
        Log all = upTo(frames.size());
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long firstIndex = file.getLong(BLOCK_OVERHEAD + 8);
        boolean isNewLog = file.getInt(BLOCK_OVERHEAD + 32) == 1;
        boolean isConnected = !isNewLog && firstIndex == all.lastIndex() + 1;
        before = isConnected ? all : new Log(firstIndex - 1, file.getLong(BLOCK_OVERHEAD + 16), EntryBatch.empty());
        lastFile = name;
        frames.clear();
        int at = BLOCK_OVERHEAD + file.getInt(16);
        while (isFrame(file, at)) {
            int end = at + OVERHEAD + file.getInt(at + 12);
            EntryBatch entries =
                    EntryBatch.decode(Arrays.copyOfRange(bytes, at + OVERHEAD, end), 0, end - at - OVERHEAD, 1024);
            frames.add(new Frame(
                    at,
                    end,
                    file.getInt(at + 8),
                    file.getLong(at + 24),
                    file.getLong(at + 32),
                    file.getLong(at + 40),
                    entries));
            at = end;
        }
    }

    private static boolean isFrame(ByteBuffer file, int at) {
        if (file.limit() - at < OVERHEAD || file.getInt(at) != MAGIC || file.getInt(at + 4) != checksum(file, at)) {
            return false;
        }
        CRC32C payload = new CRC32C();
        payload.update(file.slice(at + OVERHEAD, file.getInt(at + 12)));
        return (int) payload.getValue() == file.getInt(at + 20);
    }

    private static int checksum(ByteBuffer file, int at) {
        CRC32C group = new CRC32C();
        group.update(Kept.IDENTITY.group().getBytes(StandardCharsets.UTF_8));
        ByteBuffer rest = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
        rest.putLong(file.getLong(BLOCK_OVERHEAD + 36)).putLong(file.getLong(BLOCK_OVERHEAD));
        rest.putLong(file.getLong(BLOCK_OVERHEAD + 8))
                .putInt((int) group.getValue())
                .putLong(at);
        CRC32C crc = new CRC32C();
        crc.update(file.slice(at + 8, OVERHEAD - 8));
        crc.update(rest.flip());
        return (int) crc.getValue();
    }
}

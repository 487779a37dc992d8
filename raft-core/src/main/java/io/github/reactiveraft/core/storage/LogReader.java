package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.MalformedEntriesException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** The reading end of the log: whatever it returns was checked once more against every checksum. */
final class LogReader {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final FileWindow window;
    private final int entryBytes;

    LogReader(Segment any, int entryBytes) {
        this.window = new FileWindow(any, CHUNK_BYTES);
        this.entryBytes = entryBytes;
    }

    /** Reads entries from an index of a log on, whole frames while they fit, but at least one entry. */
    EntryBatch read(LogIndex log, long fromIndex, int maxBytes) throws IOException {
        List<EntryBatch> parts = new ArrayList<>();
        long next = fromIndex;
        int left = maxBytes;
        while (next <= log.lastIndex() && (parts.isEmpty() || left > 0)) {
            Extent extent = log.extentOf(next);
            EntryBatch part = read(extent, next, left, parts.isEmpty());
            if (part.isEmpty()) {
                break;
            }
            parts.add(part);
            left = Math.max(0, left - part.byteCount());
            next = part.lastIndex() + 1;
            if (next <= extent.lastIndex()) {
                break;
            }
        }
        return EntryBatch.join(parts);
    }

    /** Reads entries from an index of an extent on, up to its end, whole frames while they fit, but at least one entry. */
    EntryBatch read(Extent extent, long fromIndex, int maxBytes) throws IOException {
        return read(extent, fromIndex, maxBytes, true);
    }

    private EntryBatch read(Extent extent, long fromIndex, int maxBytes, boolean atLeastOne) throws IOException {
        List<EntryBatch> parts = new ArrayList<>();
        long next = fromIndex;
        int left = maxBytes;
        // What was read before may have been written since: the window shows one call's data only.
        window.reset(extent.segment());
        long position = extent.positionBefore(next);
        while (next <= extent.lastIndex()) {
            Frame frame = frameAt(position);
            position = frame.end();
            if (frame.lastIndex() < next) {
                continue;
            }
            if ((!atLeastOne || !parts.isEmpty()) && frame.payloadBytes() > left) {
                break;
            }
            EntryBatch live = decode(frame).from(next).upTo(extent.lastIndex());
            EntryBatch part = live.limit(Integer.MAX_VALUE, left);
            parts.add(part);
            left = Math.max(0, left - part.byteCount());
            next = part.lastIndex() + 1;
            if (part.count() < live.count()) {
                break;
            }
        }
        return EntryBatch.join(parts);
    }

    private Frame frameAt(long position) throws IOException {
        Segment segment = window.segment();
        if (segment.size() - position >= Frame.OVERHEAD) {
            int at = window.at(position, Frame.OVERHEAD);
            Frame frame = Frame.read(window.bytes(), at, segment, position);
            if (frame != null) {
                return frame;
            }
        }
        throw Damage.corrupt(segment.path(), position, "the frame that was written here is gone");
    }

    private EntryBatch decode(Frame frame) throws IOException {
        int at = window.at(frame.position() + Frame.OVERHEAD, frame.payloadBytes());
        byte[] payload = Arrays.copyOfRange(window.bytes(), at, at + frame.payloadBytes());
        CRC32C crc = new CRC32C();
        crc.update(payload);
        if ((int) crc.getValue() != frame.payloadChecksum()) {
            throw damage(frame, "the entries do not match their checksum");
        }
        try {
            EntryBatch entries = EntryBatch.decode(payload, 0, payload.length, entryBytes);
            if (entries.firstIndex() != frame.index() || entries.count() != frame.entryCount()) {
                throw damage(frame, entries + " instead of " + frame.entryCount() + " from index " + frame.index());
            }
            return entries;
        } catch (MalformedEntriesException e) {
            throw damage(frame, String.valueOf(e.getMessage()));
        }
    }

    private RuntimeException damage(Frame frame, String what) {
        return Damage.corrupt(window.segment().path(), frame.position(), what);
    }
}

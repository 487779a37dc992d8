package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;
import java.util.ArrayList;
import java.util.List;

/** Follows a group of writes the way {@link LogAppender} will go, to learn which files it will turn to. */
final class RoomPlan {

    private final FrameSizes sizes;
    private final List<Long> files = new ArrayList<>();
    private long left;

    /** Starts in a file with so much room left. */
    RoomPlan(FrameSizes sizes, long left) {
        this.sizes = sizes;
        this.left = left;
    }

    /** Entries will be appended. */
    void append(EntryBatch entries) {
        EntryBatch rest = entries;
        while (!rest.isEmpty()) {
            EntryBatch part = sizes.first(rest);
            reserve(part.byteCount());
            rest = rest.from(part.lastIndex() + 1);
        }
    }

    /** A frame without a payload will be written. */
    void truncate() {
        reserve(0);
    }

    /** A new log will start. */
    void startAnew() {
        turnTo(sizes.segmentBytes());
    }

    /** How long each of the files is that will be needed, in order. */
    List<Long> files() {
        return files;
    }

    private void reserve(int payloadBytes) {
        long needed = FrameSizes.needed(payloadBytes);
        if (left < needed) {
            turnTo(sizes.fileFor(needed));
        }
        left -= needed;
    }

    private void turnTo(long fileBytes) {
        files.add(fileBytes);
        left = fileBytes - sizes.dataStart();
    }
}

package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryBatch;

/**
 * How a log's bytes are laid out in its files.
 *
 * @param segmentBytes how long a file is, unless one frame needs more
 * @param dataStart how long every file's header is: the same for all, since they have the same owner
 */
record FrameSizes(int segmentBytes, int dataStart) {

    /** Larger batches are cut into several frames, so that one buffer holds any frame. */
    private static final int FRAME_BYTES = 4 * 1024 * 1024;

    /** How much a frame takes. */
    static long needed(int payloadBytes) {
        return (long) Frame.OVERHEAD + payloadBytes;
    }

    /** As many entries as go into the first frame. */
    EntryBatch first(EntryBatch entries) {
        int largestPayload = Math.min(FRAME_BYTES, Math.max(0, segmentBytes - dataStart - Frame.OVERHEAD));
        return entries.limit(Integer.MAX_VALUE, largestPayload);
    }

    /** How long a file is that begins with a frame. */
    long fileFor(long needed) {
        return Math.max(segmentBytes, dataStart + needed);
    }
}

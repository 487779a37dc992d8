package io.github.reactiveraft.core.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A part of one segment at a time in memory, so that reading frame by frame does not go to the disk each time. */
final class FileWindow {

    private final int chunkBytes;
    private byte[] bytes = new byte[0];
    private int filled;
    private long start;
    private Segment segment;

    FileWindow(Segment segment, int chunkBytes) {
        this.segment = segment;
        this.chunkBytes = chunkBytes;
    }

    /** Turns to another segment. */
    void reset(Segment other) {
        segment = other;
        filled = 0;
    }

    Segment segment() {
        return segment;
    }

    /** The array that {@link #at} points into; valid until its next call. */
    byte[] bytes() {
        return bytes;
    }

    /** Makes a range of the segment available; it must lie within the file. Returns where it starts in the array. */
    int at(long position, int length) throws IOException {
        if (position < start || position + length > start + filled) {
            fill(position, length);
        }
        return (int) (position - start);
    }

    private void fill(long position, int length) throws IOException {
        int wanted = (int) Math.min(Math.max(length, chunkBytes), segment.size() - position);
        if (wanted < length) {
            throw new EOFException(segment.path() + " has no " + length + " bytes at " + position);
        }
        if (bytes.length < wanted) {
            bytes = new byte[wanted];
        }
        filled = 0;
        int count = segment.file().read(position, ByteBuffer.wrap(bytes, 0, wanted));
        if (count < wanted) {
            throw new EOFException(segment.path() + " ended at " + (position + count) + " while it was being read");
        }
        start = position;
        filled = wanted;
    }

    /** How many bytes from a position on are worth asking for at once: a chunk, or what is left of the file. */
    int available(long position) {
        return (int) Math.min(chunkBytes, Math.max(0, segment.size() - position));
    }

    /** The end of the last byte that is not zero, in a range of the file; its start if all are. */
    long endOfNonZeros(long from) throws IOException {
        long end = from;
        byte[] zeros = new byte[available(from)];
        for (long position = from; position < segment.size(); ) {
            int length = available(position);
            int at = at(position, length);
            if (Arrays.mismatch(bytes, at, at + length, zeros, 0, length) >= 0) {
                int last = at + length - 1;
                while (bytes[last] == 0) {
                    last--;
                }
                end = position + (last - at) + 1;
            }
            position += length;
        }
        return end;
    }
}

package io.github.reactiveraft.examples.evidence;

import java.nio.ByteBuffer;
import java.util.List;

/** A snapshot of the {@link LedgerMachine} being read: keeps its entries, compares its ballast byte by byte. */
final class Restoring {

    /** The length of the entries and of the ballast. */
    static final int HEAD_BYTES = Integer.BYTES + Long.BYTES;

    private ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    private ByteBuffer encoded = ByteBuffer.allocate(0);
    private List<Entry> entries = List.of();
    private Ballast ballast = new Ballast(0, 0);
    private long comparedCount;
    private Part part = Part.HEAD;

    private enum Part {
        HEAD,
        ENTRIES,
        BALLAST
    }

    Restoring take(ByteBuffer chunk) {
        while (chunk.hasRemaining() || isPartComplete()) {
            switch (part) {
                case HEAD -> takeHead(chunk);
                case ENTRIES -> takeEntries(chunk);
                case BALLAST -> compare(chunk);
            }
        }
        return this;
    }

    private boolean isPartComplete() {
        return part == Part.ENTRIES && !encoded.hasRemaining();
    }

    private void takeHead(ByteBuffer chunk) {
        fill(head, chunk);
        if (!head.hasRemaining()) {
            encoded = ByteBuffer.allocate(head.flip().getInt());
            part = Part.ENTRIES;
        }
    }

    private void takeEntries(ByteBuffer chunk) {
        fill(encoded, chunk);
        if (!encoded.hasRemaining()) {
            entries = Entry.CODEC.decode(encoded.flip().asReadOnlyBuffer());
            ballast = new Ballast(LedgerMachine.digestOf(entries), head.getLong());
            part = Part.BALLAST;
        }
    }

    private static void fill(ByteBuffer target, ByteBuffer source) {
        int count = Math.min(target.remaining(), source.remaining());
        target.put(source.slice().limit(count));
        source.position(source.position() + count);
    }

    private void compare(ByteBuffer chunk) {
        for (; chunk.hasRemaining(); comparedCount++) {
            if (comparedCount == ballast.byteCount() || chunk.get() != ballast.at(comparedCount)) {
                throw new IllegalStateException(
                        "Byte " + comparedCount + " of " + ballast + " is not what it has to be");
            }
        }
    }

    /** All of the entries; fails unless all of the ballast was there. */
    List<Entry> entries() {
        requireWhole();
        return entries;
    }

    /** How many bytes of ballast were as they have to be. */
    long ballastBytes() {
        return comparedCount;
    }

    private void requireWhole() {
        if (part != Part.BALLAST || comparedCount != ballast.byteCount()) {
            throw new IllegalStateException("The snapshot ends after " + comparedCount + " of " + ballast);
        }
    }
}

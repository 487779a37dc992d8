package io.github.reactiveraft.examples.kv;

import java.nio.ByteBuffer;

/** A snapshot as it is read, in whatever chunks it comes: holds the state so far and at most one item's bytes. */
final class Restoring {

    private final Store store = new Store();
    private ByteBuffer due = ByteBuffer.allocate(Captured.HEAD_BYTES);
    private Part part = Part.HEAD;
    private long missingCount;

    private enum Part {
        HEAD,
        LENGTH,
        ITEM
    }

    /** Copies what it keeps: the chunk is somebody else's with the next one. */
    Restoring take(ByteBuffer chunk) {
        while (chunk.hasRemaining()) {
            int count = Math.min(due.remaining(), chunk.remaining());
            due.put(chunk.slice(chunk.position(), count));
            chunk.position(chunk.position() + count);
            if (!due.hasRemaining()) {
                take(part, due.flip());
            }
        }
        return this;
    }

    private void take(Part whole, ByteBuffer bytes) {
        switch (whole) {
            case HEAD -> takeHead(bytes);
            case LENGTH -> await(Part.ITEM, checked(bytes.getInt()));
            case ITEM -> takeItem(Item.decoded(bytes));
        }
    }

    private void takeHead(ByteBuffer bytes) {
        byte kind = bytes.get();
        if (kind != Captured.KIND) {
            throw new IllegalArgumentException("No kind of snapshot that this release knows: " + kind);
        }
        missingCount = bytes.getLong();
        await(Part.LENGTH, Integer.BYTES);
    }

    private void takeItem(Item item) {
        if (missingCount == 0 || store.find(item.key()).isPresent()) {
            throw new IllegalArgumentException("An item too many");
        }
        store.put(item);
        missingCount--;
        await(Part.LENGTH, Integer.BYTES);
    }

    private void await(Part next, int length) {
        part = next;
        due = ByteBuffer.allocate(length);
    }

    private static int checked(int length) {
        if (length < 1 || length > Item.MOST_BYTES) {
            throw new IllegalArgumentException("An item takes 1 to " + Item.MOST_BYTES + " bytes, not " + length);
        }
        return length;
    }

    /** The whole state; throws if the snapshot ended before its end. */
    Store store() {
        boolean isBetweenItems = part == Part.LENGTH && due.position() == 0;
        if (!isBetweenItems || missingCount != 0) {
            throw new IllegalArgumentException("The snapshot ends with " + missingCount + " items to come, or in one");
        }
        return store;
    }
}

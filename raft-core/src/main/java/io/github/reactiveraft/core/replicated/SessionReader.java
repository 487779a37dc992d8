package io.github.reactiveraft.core.replicated;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Takes the sessions off the front of a snapshot's chunks, however those are cut. A snapshot that does not begin with
 * them is one from before there were any.
 *
 * @param <R> results
 */
final class SessionReader<R> {

    private final SessionImage<R> image;
    private final SessionTable<R> table = new SessionTable<>();
    private byte[] part = new byte[Long.BYTES];
    private int partLength;
    private int wanted = Long.BYTES;
    private Stage stage = Stage.MAGIC;
    private boolean hasTimeout;

    private enum Stage {
        MAGIC,
        LENGTH,
        TIMEOUT,
        SESSION,
        DONE
    }

    SessionReader(SessionImage<R> image) {
        this.image = image;
    }

    /** Reads on. Leaves the buffer at where the application's state goes on; at its end if that has not begun. */
    ByteBuffer read(ByteBuffer chunk) {
        while (stage != Stage.DONE && chunk.hasRemaining()) {
            take(chunk);
            if (partLength == wanted) {
                ByteBuffer whole = ByteBuffer.wrap(part, 0, partLength).order(ByteOrder.LITTLE_ENDIAN);
                if (stage == Stage.MAGIC && whole.getLong(0) != SessionImage.MAGIC) {
                    return unread(chunk);
                }
                advance(whole);
            }
        }
        return chunk;
    }

    /** What a false length claims is not allocated before it has come. */
    private void take(ByteBuffer chunk) {
        int length = Math.min(wanted - partLength, chunk.remaining());
        if (part.length < partLength + length) {
            part = Arrays.copyOf(part, Math.min(wanted, Math.max(partLength + length, 2 * part.length)));
        }
        chunk.get(part, partLength, length);
        partLength += length;
    }

    /** These were bytes of the state. */
    private ByteBuffer unread(ByteBuffer chunk) {
        stage = Stage.DONE;
        ByteBuffer state = ByteBuffer.allocate(partLength + chunk.remaining());
        return state.put(part, 0, partLength).put(chunk).flip();
    }

    /** What is left when no chunk comes any more: a whole state, if it is short and from before there were sessions. */
    ByteBuffer rest() {
        return stage == Stage.MAGIC ? unread(ByteBuffer.allocate(0)) : ByteBuffer.allocate(0);
    }

    /** Whether the sessions were read, and what comes is the application's. */
    boolean isDone() {
        return stage == Stage.DONE;
    }

    private void advance(ByteBuffer whole) {
        partLength = 0;
        switch (stage) {
            case MAGIC -> expect(Stage.LENGTH, Integer.BYTES);
            case LENGTH -> begin(whole.getInt());
            case TIMEOUT -> {
                table.restoreTimeout(SessionImage.timeout(whole));
                hasTimeout = true;
                expect(Stage.LENGTH, Integer.BYTES);
            }
            case SESSION -> {
                table.restore(image.session(whole));
                expect(Stage.LENGTH, Integer.BYTES);
            }
            case DONE -> throw new IllegalStateException("Nothing was to be read");
        }
    }

    private void begin(int length) {
        if (length < 0) {
            throw new IllegalStateException("A session of a snapshot takes " + length + " bytes");
        }
        if (length == 0) {
            stage = Stage.DONE;
        } else {
            expect(hasTimeout ? Stage.SESSION : Stage.TIMEOUT, length);
        }
    }

    private void expect(Stage next, int length) {
        stage = next;
        wanted = length;
    }

    /**
     * The sessions, once everything was read.
     *
     * @throws IllegalStateException if they had not come to their end
     */
    SessionTable<R> table() {
        if (!isDone()) {
            throw new IllegalStateException("The snapshot ends amid the sessions");
        }
        return table;
    }
}

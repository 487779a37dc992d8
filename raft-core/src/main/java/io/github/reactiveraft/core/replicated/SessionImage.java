package io.github.reactiveraft.core.replicated;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.model.Ticket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How the sessions stand in a snapshot, in front of the application's state; little-endian:
 *
 * <pre>
 * magic i64   then blocks: length u32, contents   and at last a length of 0
 * first block: timeout i64
 * one for each session, from the one that nothing was heard of for longest:
 *     id i64   last heard i64   unanswered i64   then for each reply, ascending:
 *     sequence i64   length i32, -1 for none   result
 * </pre>
 *
 * @param <R> results
 */
final class SessionImage<R> {

    /** "RaftSess", as bytes. */
    static final long MAGIC = 0x7373_6553_7466_6152L;

    private static final int SESSION_BYTES = 3 * Long.BYTES;
    private static final int REPLY_BYTES = Long.BYTES + Integer.BYTES;
    private static final int NO_RESULT = -1;
    /** A chunk is full with so many, and may be longer by one block. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Codec<R> codec;

    SessionImage(Codec<R> codec) {
        this.codec = codec;
    }

    /** The sessions as they are now, encoded chunk by chunk when somebody asks for them, on any thread. */
    Flux<ByteBuffer> chunks(SessionTable<R> sessions) {
        ByteBuffer start = buffer(2 * Long.BYTES + Integer.BYTES)
                .putLong(MAGIC)
                .putInt(Long.BYTES)
                .putLong(sessions.timeout())
                .flip();
        List<Picture<R>> captured =
                sessions.oldestFirst().stream().map(Picture::of).toList();
        ByteBuffer end = buffer(Integer.BYTES).putInt(0).flip();
        return Flux.concat(Mono.just(start), Flux.fromIterable(captured).map(this::block), Mono.just(end))
                .as(SessionImage::grouped);
    }

    /** Small blocks go together. */
    private static Flux<ByteBuffer> grouped(Flux<ByteBuffer> blocks) {
        return Flux.defer(() -> {
            long[] byteCount = new long[1];
            return blocks.bufferUntil(block -> {
                        byteCount[0] += block.remaining();
                        boolean isFull = byteCount[0] >= CHUNK_BYTES;
                        byteCount[0] = isFull ? 0 : byteCount[0];
                        return isFull;
                    })
                    .map(SessionImage::joined);
        });
    }

    private static ByteBuffer joined(List<ByteBuffer> blocks) {
        if (blocks.size() == 1) {
            return blocks.get(0);
        }
        ByteBuffer chunk =
                buffer(blocks.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact));
        blocks.forEach(chunk::put);
        return chunk.flip();
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A session as it is at a moment; its replies' results do not change any more. */
    record Picture<R>(long id, long lastHeard, long unanswered, List<Numbered<R>> replies) {

        static <R> Picture<R> of(Session<R> session) {
            List<Numbered<R>> replies = new ArrayList<>(session.replies().count());
            session.replies().forEach((sequence, reply) -> replies.add(new Numbered<>(sequence, reply)));
            return new Picture<>(
                    session.id(), session.lastHeard(), session.replies().unanswered(), replies);
        }
    }

    record Numbered<R>(long sequence, Reply<R> reply) {}

    /** The block of a session. */
    ByteBuffer block(Picture<R> session) {
        List<byte @Nullable []> results = new ArrayList<>(session.replies().size());
        int length = SESSION_BYTES;
        for (Numbered<R> numbered : session.replies()) {
            byte[] result = encoded(numbered.reply().result());
            results.add(result);
            length = Math.addExact(length, REPLY_BYTES + (result == null ? 0 : result.length));
        }
        ByteBuffer block = buffer(Integer.BYTES + length)
                .putInt(length)
                .putLong(session.id())
                .putLong(session.lastHeard())
                .putLong(session.unanswered());
        for (int i = 0; i < results.size(); i++) {
            byte[] result = results.get(i);
            block.putLong(session.replies().get(i).sequence());
            block.putInt(result == null ? NO_RESULT : result.length);
            if (result != null) {
                block.put(result);
            }
        }
        return block.flip();
    }

    /** A result without an encoding could not have been sent to anybody either: that it was there is what counts. */
    private byte @Nullable [] encoded(@Nullable R result) {
        try {
            return result == null ? null : codec.encode(result);
        } catch (RuntimeException unencodable) {
            return null;
        }
    }

    /** Reads the first block's contents. */
    static long timeout(ByteBuffer contents) {
        if (contents.remaining() != Long.BYTES) {
            throw new IllegalStateException("The sessions of a snapshot begin with " + contents.remaining() + " bytes");
        }
        return contents.order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /** Reads the contents of a session's block. */
    Session<R> session(ByteBuffer contents) {
        contents.order(ByteOrder.LITTLE_ENDIAN);
        require(contents, SESSION_BYTES);
        Session<R> session = new Session<>(contents.getLong(), contents.getLong());
        session.replies().forgetBefore(contents.getLong());
        long last = session.replies().unanswered() - 1;
        while (contents.hasRemaining()) {
            require(contents, REPLY_BYTES);
            long sequence = contents.getLong();
            if (sequence <= last || sequence - session.replies().unanswered() > Ticket.MAX_LAG) {
                throw new IllegalStateException("Session " + session.id() + " of a snapshot has a reply " + sequence
                        + " behind " + last + " of " + session.replies().unanswered());
            }
            session.replies().put(sequence, reply(contents));
            last = sequence;
        }
        return session;
    }

    private Reply<R> reply(ByteBuffer contents) {
        int length = contents.getInt();
        if (length == NO_RESULT) {
            return new Reply<>(null, 0);
        }
        require(contents, length);
        ByteBuffer result = contents.slice(contents.position(), length).asReadOnlyBuffer();
        contents.position(contents.position() + length);
        try {
            return new Reply<>(codec.decode(result), length);
        } catch (RuntimeException ofAnotherRelease) {
            // That the command was executed is what counts; nobody but its client needs the result.
            return new Reply<>(null, 0);
        }
    }

    private static void require(ByteBuffer contents, int length) {
        if (length < 0 || contents.remaining() < length) {
            throw new IllegalStateException(
                    "A session of a snapshot says " + length + " bytes where " + contents.remaining() + " are left");
        }
    }
}

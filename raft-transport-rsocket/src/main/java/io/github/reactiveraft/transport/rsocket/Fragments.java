package io.github.reactiveraft.transport.rsocket;

import io.netty.buffer.ByteBuf;
import io.rsocket.frame.FrameHeaderCodec;
import io.rsocket.frame.FrameType;
import java.util.HashMap;
import java.util.Map;

/**
 * What has arrived of payloads that are sent in pieces. RSocket collects the pieces of each payload, up to a limit, but of any
 * number of payloads at a time; here is the limit of all that one connection has begun. Used on its event loop only.
 */
final class Fragments {

    /** What a piece costs beside its bytes, so that any number of tiny ones is not free. */
    private static final int PIECE_OVERHEAD = 256;

    private final long mostBytes;
    private final Map<Integer, Long> begun = new HashMap<>();
    private long byteCount;

    /** @param mostBytes of all payloads together */
    Fragments(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Whether more of the same payload follows. */
    static boolean hasMore(ByteBuf frame) {
        return FrameHeaderCodec.frameType(frame).isFragmentable() && FrameHeaderCodec.hasFollows(frame);
    }

    /**
     * Takes note of a frame that has arrived.
     *
     * @throws MalformedFrameException if it is one piece too many
     */
    void arrived(ByteBuf frame) {
        if (hasMore(frame)) {
            long more = (long) frame.readableBytes() + PIECE_OVERHEAD;
            begun.merge(FrameHeaderCodec.streamId(frame), more, Long::sum);
            byteCount += more;
            if (byteCount > mostBytes) {
                throw new MalformedFrameException("More than " + mostBytes + " bytes of unfinished RSocket payloads");
            }
        } else if (!begun.isEmpty() && ends(FrameHeaderCodec.frameType(frame))) {
            Long ended = begun.remove(FrameHeaderCodec.streamId(frame));
            byteCount -= ended == null ? 0 : ended;
        }
    }

    private static boolean ends(FrameType type) {
        return type.isFragmentable() || type == FrameType.CANCEL || type == FrameType.ERROR;
    }
}

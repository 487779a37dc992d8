package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

/** Messages to bytes and back, as both ends of a connection do it. */
final class Frames {

    /** What came with a request. */
    record Inbound(RequestHeader header, RaftRequest request) {}

    private Frames() {}

    static byte[] bytes(RequestHeader header, RaftRequest request) {
        return bytes(RequestCodec.encode(UnpooledByteBufAllocator.DEFAULT, header.bytes(), request));
    }

    static byte[] bytes(Sender responder, RaftResponse response) {
        return bytes(ResponseCodec.encode(UnpooledByteBufAllocator.DEFAULT, responder, response));
    }

    private static byte[] bytes(ByteBuf frame) {
        try {
            if (frame.writableBytes() != 0 || frame.maxWritableBytes() != 0) {
                throw new AssertionError("The size was not computed exactly: " + frame);
            }
            return ByteBufUtil.getBytes(frame);
        } finally {
            frame.release();
        }
    }

    /** A frame that was changed, with length and checksum as if it had been sent like this. */
    static byte[] resealed(byte[] frame) {
        return frame.length < Wire.START_BYTES
                ? frame.clone()
                : divided(frame, Unpooled.wrappedBuffer(frame).getIntLE(Wire.ENTRIES_LENGTH_AT));
    }

    /** A frame whose last bytes are said to be entries; as far as it has so many. */
    static byte[] divided(byte[] frame, int entriesLength) {
        byte[] sealed = frame.clone();
        int most = frame.length - Wire.START_BYTES;
        int entries = entriesLength < 0 || entriesLength > most ? 0 : entriesLength;
        FrameChecksum.seal(Unpooled.wrappedBuffer(sealed), entries).setIntLE(Wire.ENTRIES_LENGTH_AT, entriesLength);
        return sealed;
    }

    /** Whether it can be read; fails on any exception but the one for frames that cannot. */
    static boolean isMessage(Runnable decoding) {
        try {
            decoding.run();
            return true;
        } catch (MalformedFrameException e) {
            return false;
        }
    }

    /** The message in a frame of either kind. */
    static Object decoded(byte[] frame, LocalNode limits) {
        return GoldenFrames.isResponse(frame) ? response(frame, limits) : request(frame, limits);
    }

    static Inbound request(byte[] frame, LocalNode limits) {
        FrameReader in = new FrameReader(Unpooled.wrappedBuffer(frame));
        int type = in.start();
        RequestHeader header = RequestHeader.read(in);
        return new Inbound(header, RequestCodec.decode(type, in, limits));
    }

    static PeerReply response(byte[] frame, LocalNode limits) {
        return ResponseCodec.decode(new FrameReader(Unpooled.wrappedBuffer(frame)), limits);
    }
}

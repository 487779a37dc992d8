package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Sends numbers of messages that it keeps, behind a checksum that no damage gets past. */
final class CrcCodec implements FrameCodec {

    private static final int FRAME_BYTES = Long.BYTES + Integer.BYTES;

    private final List<Object> kept = new ArrayList<>();
    private int refusedCount;
    private int unreadableCount;

    private record Request(Sender from, NodeId to, RaftRequest request) {}

    /** How many requests were refused because they were damaged. */
    int refusedCount() {
        return refusedCount;
    }

    /** How many responses could not be read. */
    int unreadableCount() {
        return unreadableCount;
    }

    @Override
    public byte[] encode(LocalNode from, NodeId to, RaftRequest request) {
        ByteBuffer body =
                request instanceof AppendEntries append ? append.entries().bytes() : ByteBuffer.allocate(0);
        return frame(new Request(from.self(), to, request), body);
    }

    @Override
    public Incoming decodeRequest(LocalNode here, byte[] frame) {
        if (isSound(frame)
                && kept(frame) instanceof Request sent
                && sent.to.equals(here.self().node())) {
            return new Incoming.Accepted(sent.from, Wire.received(sent.request));
        }
        refusedCount++;
        return new Incoming.Rejected(new Refused(Refused.Reason.MALFORMED, "The checksum differs"));
    }

    @Override
    public byte[] encode(LocalNode from, RaftResponse response) {
        return frame(new PeerReply(from.self(), response), ByteBuffer.allocate(0));
    }

    @Override
    public PeerReply decodeReply(LocalNode here, NodeId asked, byte[] frame) {
        if (isSound(frame) && kept(frame) instanceof PeerReply reply) {
            return reply;
        }
        unreadableCount++;
        throw new PeerException(asked + " sent an unreadable answer", true, null);
    }

    private byte[] frame(Object message, ByteBuffer body) {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES + body.remaining());
        frame.putLong(kept.size()).put(body);
        kept.add(message);
        frame.putInt(checksum(frame.array()));
        return frame.array();
    }

    private Object kept(byte[] frame) {
        return kept.get((int) ByteBuffer.wrap(frame).getLong());
    }

    private static boolean isSound(byte[] frame) {
        return frame.length >= FRAME_BYTES
                && ByteBuffer.wrap(frame).getInt(frame.length - Integer.BYTES) == checksum(frame);
    }

    private static int checksum(byte[] frame) {
        CRC32C crc = new CRC32C();
        crc.update(frame, 0, frame.length - Integer.BYTES);
        return (int) crc.getValue();
    }
}

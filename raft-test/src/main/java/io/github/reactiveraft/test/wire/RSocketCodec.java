package io.github.reactiveraft.test.wire;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.test.sim.FrameCodec;
import io.github.reactiveraft.transport.rsocket.RaftFrames;
import java.util.LinkedHashMap;
import java.util.Map;

/** Messages in the frames of the RSocket transport, through the production codec. Belongs to one simulation. */
public final class RSocketCodec implements FrameCodec {

    /** One for each life of each node: a cluster has few, and building one costs as much as a message. */
    private final Map<LocalNode, RaftFrames> frames = new LinkedHashMap<>();

    @Override
    public byte[] encode(LocalNode from, NodeId to, RaftRequest request) {
        return of(from).encode(to, request);
    }

    @Override
    public Incoming decodeRequest(LocalNode here, byte[] frame) {
        RaftFrames.Received received = of(here).decodeRequest(frame);
        if (received instanceof RaftFrames.Received.Request request) {
            return new Incoming.Accepted(request.from(), request.request());
        }
        return new Incoming.Rejected(((RaftFrames.Received.Refusal) received).refused());
    }

    @Override
    public byte[] encode(LocalNode from, RaftResponse response) {
        return of(from).encode(response);
    }

    @Override
    public PeerReply decodeReply(LocalNode here, NodeId asked, byte[] frame) {
        PeerReply reply = of(here).decodeResponse(frame);
        if (!reply.from().node().equals(asked)) {
            throw new PeerException(asked + " was asked and " + reply.from().node() + " answered", true, null);
        }
        return reply;
    }

    private RaftFrames of(LocalNode local) {
        return frames.computeIfAbsent(local, RaftFrames::of);
    }
}

package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.test.sim.FrameCodec.Incoming;
import org.jspecify.annotations.Nullable;

/** Packs messages: into the bytes of a codec, or without one as the objects they are. */
final class Framing {

    private final NetworkChance chance;
    private final FaultLog faults;
    private @Nullable FrameCodec codec;

    Framing(NetworkChance chance, FaultLog faults) {
        this.chance = chance;
        this.faults = faults;
    }

    void codec(FrameCodec newCodec) {
        this.codec = newCodec;
    }

    Parcel<Incoming> pack(LocalNode from, NodeId to, RaftRequest request) {
        FrameCodec coding = codec;
        if (coding == null) {
            return new Parcel<>(Wire.byteCount(request), here -> received(from, request, here));
        }
        byte[] frame = coding.encode(from, to, request);
        return new Parcel<>(
                frame.length,
                here -> coding.decodeRequest(here, received(frame, from.self().node(), to)));
    }

    /** Packs the answer of a node that was asked. */
    Parcel<PeerReply> pack(LocalNode from, NodeId to, RaftResponse response) {
        FrameCodec coding = codec;
        if (coding == null) {
            return new Parcel<>(Wire.byteCount(response), here -> new PeerReply(from.self(), response));
        }
        NodeId asked = from.self().node();
        byte[] frame = coding.encode(from, response);
        return new Parcel<>(frame.length, here -> coding.decodeReply(here, asked, received(frame, asked, to)));
    }

    private static Incoming received(LocalNode there, RaftRequest request, LocalNode here) {
        if (!here.cluster().equals(there.cluster())) {
            return new Incoming.Rejected(new Refused(Refused.Reason.CLUSTER, "This is cluster " + here.cluster()));
        }
        if (!here.group().equals(there.group())) {
            return new Incoming.Rejected(new Refused(Refused.Reason.GROUP, "This is group " + here.group()));
        }
        return new Incoming.Accepted(there.self(), Wire.received(request));
    }

    private byte[] received(byte[] frame, NodeId from, NodeId to) {
        if (!chance.isCorrupted()) {
            return frame.clone();
        }
        faults.onFault(Fault.CORRUPT_FRAME, from + " -> " + to);
        return Damage.to(frame, chance.random());
    }
}

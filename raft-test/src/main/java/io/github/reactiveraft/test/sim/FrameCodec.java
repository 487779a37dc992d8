package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;

/**
 * What a transport makes of messages on the wire, so that the simulated network can carry, and damage, the real bytes.
 * Every method depends on its arguments alone, never keeps an array it was given, and throws nothing but what it says:
 * anything else that comes out of it ends the run.
 */
public interface FrameCodec {

    /**
     * A request in bytes.
     *
     * @throws PeerException if it is too large to be sent
     */
    byte[] encode(LocalNode from, NodeId to, RaftRequest request);

    /** What the receiving node makes of bytes that claim to be a request; they may be anything. */
    Incoming decodeRequest(LocalNode here, byte[] frame);

    /** A response in bytes. */
    byte[] encode(LocalNode from, RaftResponse response);

    /**
     * What the asking node makes of bytes that claim to be a response; they may be anything.
     *
     * @throws PeerException if it cannot be read, or was not given by who was asked
     */
    PeerReply decodeReply(LocalNode here, NodeId asked, byte[] frame);

    /** A request as it is at the node it came to. */
    sealed interface Incoming {

        /**
         * It can be handled.
         *
         * @param from who asks, as the request says
         * @param request what is asked
         */
        record Accepted(Sender from, RaftRequest request) implements Incoming {}

        /**
         * It is answered at the door and never handled.
         *
         * @param refusal the answer
         */
        record Rejected(Refused refusal) implements Incoming {}
    }
}

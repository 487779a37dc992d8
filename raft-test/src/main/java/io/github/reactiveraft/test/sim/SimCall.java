package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.test.sim.FrameCodec.Incoming;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** A request as its caller knows it, until that has heard what became of it or lost interest. */
final class SimCall {

    private final SimTransport caller;
    /** Who asks, as it was then: late copies of the request still say so. */
    private final LocalNode local;

    private final NodeId to;
    private final RaftRequest request;
    private final MonoSink<PeerReply> sink;
    private final SimNetwork network;
    private final Parcel<Incoming> parcel;
    private @Nullable Serving serving;
    private boolean isEnded;

    /**
     * Packs the request.
     *
     * @throws PeerException if it cannot be sent
     */
    SimCall(SimTransport caller, NodeId to, RaftRequest request, MonoSink<PeerReply> sink) {
        this.caller = caller;
        this.local = caller.local();
        this.to = to;
        this.request = request;
        this.sink = sink;
        this.network = caller.network();
        this.parcel = network.framing().pack(local, to, request);
    }

    void start(Route route) {
        caller.onMade(this);
        sink.onCancel(() -> {
            isEnded = true;
            caller.onEnded(this);
            route.cancel(this);
        });
        network.onRequestLeaves(from(), to, request);
        network.traffic().onBytes(from(), to, parcel.byteCount());
        route.send(this);
    }

    NodeId from() {
        return caller.node();
    }

    NodeId to() {
        return to;
    }

    RaftRequest request() {
        return request;
    }

    Parcel<Incoming> parcel() {
        return parcel;
    }

    boolean isEnded() {
        return isEnded;
    }

    /** The request came to a process, which answers to this call. */
    void serve(Serving started) {
        serving = started;
        started.start();
    }

    /** Whoever still works on the answer is told that nobody waits for it. */
    void stopServing() {
        if (serving != null) {
            serving.stop();
        }
        forget();
    }

    /** The process that asked is gone. A killed one hears nothing any more, a stopped one that there is no answer. */
    void onCallerGone() {
        fail(from() + " is stopped", true);
    }

    /** The answer is there, if who gave it still runs. */
    void onReplyArrived(RaftResponse response, Parcel<PeerReply> reply) {
        network.onReplyArrives(to, from(), response, reply.byteCount());
        isEnded = true;
        forget();
        if (!caller.isAlive()) {
            return;
        }
        PeerReply opened;
        try {
            opened = reply.open(local);
        } catch (PeerException unreadable) {
            sink.error(unreadable);
            return;
        }
        sink.success(opened);
    }

    /** There will be no answer, and the peer may have got the request. */
    void fail(String what) {
        fail(to + " " + what, true);
    }

    void fail(String what, boolean isMaybeDelivered) {
        if (!isEnded) {
            isEnded = true;
            forget();
            if (caller.isAlive()) {
                sink.error(new PeerException(what, isMaybeDelivered, null));
            }
        }
    }

    /** Whether the answer, should it have arrived, comes from a process that still runs. */
    boolean isCalleeOpen() {
        return serving != null && serving.isCalleeOpen();
    }

    private void forget() {
        caller.onEnded(this);
        if (serving != null) {
            serving.forget();
        }
    }
}

package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.test.sim.check.Fingerprint;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.MonoSink;

/** A request on its way, and its reply on the way back. */
final class SimCall {

    private final SimTransport caller;
    private final NodeId to;
    private final RaftRequest request;
    private final MonoSink<PeerReply> sink;
    private final SimNetwork network;
    private @Nullable SimTransport callee;
    private @Nullable Disposable handling;
    private boolean isAnswered;
    private boolean isEnded;

    private record Passed(String arrow, NodeId from, NodeId to, Object message) {
        @Override
        public String toString() {
            return from + arrow + to + ' ' + message;
        }
    }

    SimCall(SimTransport caller, NodeId to, RaftRequest request, MonoSink<PeerReply> sink) {
        this.caller = caller;
        this.to = to;
        this.request = request;
        this.sink = sink;
        this.network = caller.network();
    }

    void start() {
        caller.onMade(this);
        sink.onCancel(this::cancel);
        network.onRequestLeaves(from(), to, request);
        network.traffic().onBytes(from(), to, Wire.byteCount(request));
        if (network.isLinked(from(), to) && network.door(to) != null) {
            network.after(network.requestDelay(), from(), to, this::onRequestArrived);
        } else {
            failUnreachable(false);
        }
    }

    /** The process that asked is gone. A killed one hears nothing any more, a stopped one that there is no answer. */
    void onCallerGone() {
        end(new PeerException(from() + " is stopped", true, null));
    }

    /** The process that was to answer is gone. */
    void onCalleeGone() {
        stopHandling();
        if (network.model().silence() != NetworkModel.Silence.FOREVER) {
            network.after(network.resetDelay(), to, from(), () -> end(lost("closed the connection")));
        }
    }

    /** Not even a cancelled request can be called back from the network. */
    private void onRequestArrived() {
        SimTransport door = network.door(to);
        if (network.isLost()) {
            end(lost("got no request"));
        } else if (door == null || !network.isLinked(from(), to)) {
            failUnreachable(true);
        } else {
            note(" -> ", from(), to, request, Wire.fingerprint(request));
            network.traffic().onRequestDelivered(from(), to);
            callee = door;
            door.onServed(this);
            Disposable started = door.handle(caller, Wire.received(request))
                    .subscribe(this::onReplied, this::onUnanswered, () -> onUnanswered(null));
            if (!isAnswered) {
                handling = started;
            }
        }
    }

    private void onUnanswered(@Nullable Throwable cause) {
        if (!isAnswered) {
            network.simulation().fail(new IllegalStateException(to + " must answer with a value to " + request, cause));
        }
    }

    private void onReplied(RaftResponse response) {
        isAnswered = true;
        handling = null;
        network.onReplyLeaves(to, from(), request, response);
        if (!network.isLinked(to, from())) {
            failUnreachable(true);
        } else if (network.isLost()) {
            network.after(0, to, from(), () -> end(lost("was heard by nobody")));
        } else {
            network.after(network.replyDelay(), to, from(), () -> onReplyArrived(response));
        }
    }

    private void onReplyArrived(RaftResponse response) {
        SimTransport answering = callee;
        if (isEnded || answering == null || !answering.isOpen()) {
            return;
        }
        if (!network.isLinked(to, from())) {
            failUnreachable(true);
            return;
        }
        note(" => ", to, from(), response, Wire.fingerprint(response));
        network.traffic().onBytes(to, from(), Wire.byteCount(response));
        isEnded = true;
        forget();
        if (caller.isAlive()) {
            sink.success(new PeerReply(answering.self(), response));
        }
    }

    private void failUnreachable(boolean maybeDelivered) {
        switch (network.model().silence()) {
            case LATE_FAILURE -> network.after(network.lateFailure(), from(), to, () -> end(lost("cannot be reached")));
            case REFUSED -> {
                if (network.door(to) == null) {
                    PeerException refused = new PeerException(to + " refused the connection", maybeDelivered, null);
                    network.after(network.latency(), from(), to, () -> end(refused));
                }
            }
            case FOREVER -> {}
        }
    }

    /** The caller gave up: whoever still works on the answer is told so, if that gets through. */
    private void cancel() {
        isEnded = true;
        network.after(network.latency(), from(), to, () -> {
            if (network.isLinked(from(), to)) {
                stopHandling();
            }
            forget();
        });
    }

    private void stopHandling() {
        if (handling != null && callee != null && callee.isAlive()) {
            handling.dispose();
        }
        handling = null;
    }

    private void end(PeerException cause) {
        if (!isEnded) {
            isEnded = true;
            forget();
            if (caller.isAlive()) {
                sink.error(cause);
            }
        }
    }

    private void forget() {
        caller.onEnded(this);
        if (callee != null) {
            callee.onEnded(this);
        }
    }

    private PeerException lost(String what) {
        return new PeerException(to + " " + what, true, null);
    }

    private void note(String arrow, NodeId from, NodeId to, Object message, long fingerprint) {
        network.simulation()
                .note(
                        new Passed(arrow, from, to, message),
                        Fingerprint.combine(
                                Fingerprint.combine(Fingerprint.of(from.value()), Fingerprint.of(to.value())),
                                fingerprint));
    }

    private NodeId from() {
        return caller.node();
    }
}

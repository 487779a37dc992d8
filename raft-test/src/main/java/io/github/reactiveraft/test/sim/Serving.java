package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** A request at a process it came to, until that has answered. */
final class Serving {

    private final SimNetwork network;
    private final SimTransport callee;
    private final SimCall call;
    private final Asker asker;
    private @Nullable Disposable handling;
    private boolean isAnswered;

    /** Who gets the answer. */
    interface Asker {
        /** The answer is about to leave. */
        void onReply(SimTransport answering, RaftResponse response);

        /** There will be no answer, for who was to give it is gone. */
        void onCalleeGone();
    }

    /** A copy of a request that nobody knows of, least of all the one who is taken for its sender. */
    static final Asker NOBODY = new Asker() {
        @Override
        public void onReply(SimTransport answering, RaftResponse response) {}

        @Override
        public void onCalleeGone() {}
    };

    Serving(SimNetwork network, SimTransport callee, SimCall call, Asker asker) {
        this.network = network;
        this.callee = callee;
        this.call = call;
        this.asker = asker;
    }

    void start() {
        network.onRequestArrives(call.from(), callee.node(), call.request());
        callee.onServed(this);
        Disposable started =
                callee.handle(call.parcel()).subscribe(this::onReplied, this::onUnanswered, () -> onUnanswered(null));
        if (!isAnswered) {
            handling = started;
        }
    }

    boolean isCalleeOpen() {
        return callee.isOpen();
    }

    void onCalleeGone() {
        stop();
        asker.onCalleeGone();
    }

    /** Tells the handler that nobody waits; a killed one hears nothing. */
    void stop() {
        if (handling != null && callee.isAlive()) {
            handling.dispose();
        }
        handling = null;
    }

    /** The callee's end is of no concern to anybody any more. */
    void forget() {
        callee.onEnded(this);
    }

    private void onReplied(RaftResponse response) {
        isAnswered = true;
        handling = null;
        if (asker == NOBODY) {
            forget();
        }
        network.onReplyLeaves(callee.node(), call.from(), call.request(), response);
        asker.onReply(callee, response);
    }

    private void onUnanswered(@Nullable Throwable cause) {
        if (!isAnswered) {
            RaftRequest request = call.request();
            NodeId node = callee.node();
            network.simulation()
                    .fail(new IllegalStateException(node + " must answer with a value to " + request, cause));
        }
    }
}

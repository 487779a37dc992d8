package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.RaftException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A request of a client, until it has an answer or nobody waits for one. The request and the answer may be held up, overtaken
 * and lost, as the network's model says; if the process that was asked ends, so does the connection.
 */
final class ClientCall {

    private final SimNetwork network;
    private final ClientWay way;
    private final ClientQuestion<ClientAnswer> question;
    private final MonoSink<ClientAnswer> sink;
    private @Nullable SimTransport callee;
    private @Nullable Disposable serving;
    private boolean isEnded;
    /** The member did what it was asked for, or may have: a copy of the request is no news to it. */
    private boolean isDone;

    private record Passed(ClientWay way, String arrow, Object message) {
        @Override
        public String toString() {
            return way.client() + arrow + way.member() + ' ' + message;
        }
    }

    ClientCall(SimNetwork network, ClientWay way, ClientQuestion<ClientAnswer> question, MonoSink<ClientAnswer> sink) {
        this.network = network;
        this.way = way;
        this.question = question;
        this.sink = sink;
    }

    void start() {
        sink.onCancel(this::onCancelled);
        if (!way.there().isPassable()) {
            return;
        }
        if (network.door(way.member()) == null) {
            later(
                    way.there(),
                    network.chance().resetDelay(),
                    () -> fail(new RaftException.Unavailable(way.member() + " refused the connection")));
            return;
        }
        carry(
                way.there(),
                this::onRequestArrived,
                question.byteCount(),
                network.chance().requestDelay(way.there()));
        if (network.chance().isDuplicated()) {
            boolean isLate = network.chance().isReplayedLate();
            long more = isLate ? network.chance().replayDelay() : 0;
            carry(
                    way.there(),
                    () -> onCopyArrived(isLate),
                    question.byteCount(),
                    network.chance().requestDelay(way.there()) + more);
        }
    }

    private void carry(SimLink link, Runnable arrival, int byteCount, long latency) {
        link.carry(arrival::run, byteCount, latency);
    }

    private void later(SimLink link, long nanos, Runnable action) {
        Simulation simulation = network.simulation();
        simulation.schedule(link.lane(), simulation.nanos() + nanos, simulation.world(), action);
    }

    private void onRequestArrived() {
        SimTransport door = network.door(way.member());
        if (network.chance().isLostKnowingly()) {
            network.faults().counts().add(Fault.LOSS);
            fail(ClientFailures.unknown(way.member() + " got no request"));
        } else if (network.chance().isRequestLost()) {
            network.faults().onFault(Fault.LOSS, way);
        } else if (door == null) {
            onGone();
        } else if (way.there().isPassable()) {
            serve(door);
        }
    }

    private void serve(SimTransport door) {
        way.note(network, new Passed(way, " -> ", question.what()), question.fingerprint());
        callee = door;
        door.onAsked(this);
        Disposable started = Mono.from(question.asked().apply(door.clients()))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException(way.member() + " did not answer")))
                .subscribe(this::onAnswered, this::onRefused);
        if (callee == door) {
            serving = started;
        }
    }

    /**
     * A command that was refused is not taken by a copy of it, for its client may have sent it anew: no connection does that.
     * One that was executed, or may have been, is.
     */
    private void onCopyArrived(boolean isLate) {
        SimTransport door = network.door(way.member());
        if (isDone && door != null && way.there().isPassable()) {
            network.faults().onFault(isLate ? Fault.LATE_REPLAY : Fault.DUPLICATE, way);
            Mono.from(question.asked().apply(door.clients())).subscribe(answer -> {}, refusal -> {});
        }
    }

    private void onAnswered(ClientAnswer answer) {
        isDone = true;
        send(answer.data().length(), () -> {
            way.note(network, new Passed(way, " <- ", question.what()), Integer.MAX_VALUE + answer.number());
            sink.success(answer);
        });
    }

    private void onRefused(Throwable cause) {
        if (!(cause instanceof RaftException refusal)) {
            network.simulation().fail(new IllegalStateException("No answer to " + question.what(), cause));
            return;
        }
        RaftException seen = ClientFailures.seenFromOutside(refusal);
        isDone = !seen.isDefinitelyNotDone();
        send(0, () -> {
            way.note(network, new Passed(way, " <- ", seen), question.fingerprint());
            sink.error(seen);
        });
    }

    private void send(int byteCount, Runnable end) {
        SimTransport answering = callee;
        forget();
        if (answering == null || !answering.isAlive() || !way.back().isPassable()) {
            return;
        }
        if (network.chance().isLostKnowingly()) {
            network.faults().counts().add(Fault.LOSS);
            later(way.back(), 0, () -> fail(ClientFailures.unknown(way.member() + " was heard by nobody")));
        } else if (network.chance().isReplyLost()) {
            network.faults().onFault(Fault.LOSS, way);
        } else {
            carry(
                    way.back(),
                    () -> onAnswerArrived(end),
                    byteCount,
                    network.chance().replyDelay(way.back()));
        }
    }

    private void onAnswerArrived(Runnable end) {
        if (!isEnded && way.back().isPassable()) {
            isEnded = true;
            end.run();
        }
    }

    /** The process that was asked is gone, before it has answered. */
    void onCalleeGone() {
        isDone = true;
        stopServing();
        onGone();
    }

    private void onGone() {
        later(
                way.back(),
                network.chance().resetDelay(),
                () -> fail(ClientFailures.unknown(way.member() + " closed the connection")));
    }

    private void onCancelled() {
        if (!isEnded) {
            isEnded = true;
            carry(way.there(), this::onCancelArrived, 0, way.there().latency());
        }
    }

    private void onCancelArrived() {
        if (way.there().isPassable()) {
            isDone = true;
            stopServing();
        }
    }

    private void stopServing() {
        Disposable stopped = serving;
        boolean isAlive = callee != null && callee.isAlive();
        forget();
        if (stopped != null && isAlive) {
            stopped.dispose();
        }
    }

    /** Ends the call with what its client is to take it for. */
    void fail(RaftException failure) {
        if (!isEnded) {
            isEnded = true;
            sink.error(failure);
        }
    }

    private void forget() {
        if (callee != null) {
            callee.onEnded(this);
        }
        callee = null;
        serving = null;
    }
}

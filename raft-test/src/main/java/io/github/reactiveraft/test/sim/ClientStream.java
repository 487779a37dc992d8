package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.RaftException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * What a member tells a client piece by piece: the next one is asked for when the one before has arrived and is wanted. A
 * message that gets lost ends the connection, as a connection has no gaps.
 *
 * @param <T> what is told
 */
final class ClientStream<T> {

    private final SimNetwork network;
    private final ClientWay way;
    private final ClientQuestion<T> question;
    private final FluxSink<T> sink;
    private final Served served = new Served();
    private @Nullable SimTransport callee;
    private boolean isAsking;
    private boolean isEnded;

    ClientStream(SimNetwork network, ClientWay way, ClientQuestion<T> question, FluxSink<T> sink) {
        this.network = network;
        this.way = way;
        this.question = question;
        this.sink = sink;
    }

    void start() {
        sink.onDispose(this::onLeft);
        sink.onRequest(count -> ask());
    }

    private void ask() {
        if (!isAsking && !isEnded && sink.requestedFromDownstream() > 0) {
            isAsking = true;
            carry(way.there(), question.byteCount(), this::onAsked);
        }
    }

    private void onAsked() {
        SimTransport door = network.door(way.member());
        if (callee == null && door != null && !isEnded) {
            callee = door;
            door.onListening(this);
            Flux.from(question.asked().apply(door.clients())).subscribe(served);
        } else if (callee == null || callee != door) {
            end("closed the connection");
        }
        served.request(1);
    }

    private void carry(SimLink link, int byteCount, Runnable arrival) {
        NetworkChance chance = network.chance();
        boolean isLost = chance.isLostKnowingly() || chance.isRequestLost() || !link.isPassable();
        long latency = link.latency() + (isLost ? chance.resetDelay() : 0);
        link.carry(
                () -> {
                    if (isLost || !link.isPassable()) {
                        end("cannot be heard");
                    } else {
                        arrival.run();
                    }
                },
                byteCount,
                latency);
    }

    private void onArrived(T piece) {
        if (!isEnded) {
            isAsking = false;
            way.note(network, question.what(), question.fingerprint());
            sink.next(piece);
            ask();
        }
    }

    private void onTold(RaftException failure) {
        if (!isEnded) {
            isEnded = true;
            sink.error(failure);
        }
    }

    /** The member tells no more. */
    void onCalleeGone() {
        way.back().carry(() -> end("closed the connection"), 0, network.chance().resetDelay());
    }

    private void end(String what) {
        if (!isEnded) {
            isEnded = true;
            leave();
            sink.error(new RaftException.Unavailable(way.member() + " " + what));
        }
    }

    private void onLeft() {
        isEnded = true;
        way.there().carry(this::leave, 0, way.there().latency());
    }

    private void leave() {
        SimTransport left = callee;
        if (left != null) {
            left.onEnded(this);
            if (left.isAlive()) {
                served.cancel();
            }
        }
    }

    private final class Served extends BaseSubscriber<T> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(T piece) {
            if (callee != null && callee.isAlive()) {
                carry(way.back(), question.byteCount(), () -> onArrived(piece));
            }
        }

        @Override
        protected void hookOnError(Throwable cause) {
            if (cause instanceof RaftException refusal) {
                RaftException seen = ClientFailures.ofQuestion(ClientFailures.seenFromOutside(refusal));
                carry(way.back(), 0, () -> onTold(seen));
            } else {
                network.simulation().fail(new IllegalStateException("No answer to " + question.what(), cause));
            }
        }
    }
}

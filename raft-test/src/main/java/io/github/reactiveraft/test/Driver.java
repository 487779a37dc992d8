package io.github.reactiveraft.test;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Makes subscribers move virtual time. In a simulation nothing happens unless somebody moves time, and while StepVerifier
 * waits for a signal it only waits. So the publishers of the test kit are wrapped: whoever subscribes to one, or requests
 * from one, runs the simulation on its own thread, inside that very call, until it got what it asked for.
 *
 * <p>Two kinds of calls have to be told apart. The outermost one comes from the test and finds time standing still: it
 * runs the simulation. Every other comes from inside of a running one: from an operator that subscribes to the next step
 * of a chain when a result arrives, say, or that asks for one element more. Those must not run it again, they only say
 * what they wait for; the outermost call goes on until nobody waits any more. It does not end with its own subscription:
 * in {@code submit(..).then(read(..))} that one is the submission, over by the time the read begins.
 *
 * <p>Somebody waits from a request until as many elements arrived, or the subscription ended. So a request of n runs
 * until the n-th element and not a task further: what StepVerifier does between two requests happens at that instant.
 *
 * <p>A drive ends at the latest when its limit is over or the run fails, and then everybody who waits gets the reason as
 * an error. Whoever answers that by waiting again, a retry for one, starts another period, but not for ever: after too many
 * that brought nothing it is thrown at, with what no operator catches, so that a test fails rather than hangs. Where
 * something goes on that was to {@link #occupy} the run for so long, the limit counts from its end.
 */
final class Driver {

    private static final int MAX_VAIN_COUNT = 100;

    private final ClusterRun run;
    private final Duration limit;
    /** Whose demand is not met, in the order they came; empty but during a drive. */
    private final Set<Ride<?>> waiting = new LinkedHashSet<>();

    private Mode mode = Mode.STANDING;
    private int vainCount;
    /** Until then nobody waits in vain: something goes on that was to take so long. */
    private Duration occupiedUntil = Duration.ZERO;

    private enum Mode {
        /** Time stands still. */
        STANDING,
        /** Time moves until nobody waits. */
        DRIVING,
        /** Time moves for as long as the test said: nobody waits for anything. */
        ADVANCING
    }

    Driver(ClusterRun run, Duration limit) {
        this.run = run;
        this.limit = limit;
    }

    /** The same, moving time for its subscribers. */
    <T> Mono<T> mono(Mono<T> source) {
        return Mono.fromDirect(driven(source));
    }

    /** The same, moving time for its subscribers. */
    <T> Flux<T> flux(Flux<T> source) {
        return Flux.from(driven(source));
    }

    /** Moves time by so much; from outside only. */
    void advance(Duration duration) {
        run.requireOwner();
        if (mode != Mode.STANDING) {
            throw new IllegalStateException("Time moves already: delay something on the cluster's scheduler() instead");
        }
        mode = Mode.ADVANCING;
        try {
            run.advance(duration);
        } finally {
            mode = Mode.STANDING;
        }
    }

    /** Something begins that takes so long: the limit of those who wait counts from its end. */
    void occupy(Duration duration) {
        Duration end = run.elapsed().plus(duration);
        occupiedUntil = end.compareTo(occupiedUntil) > 0 ? end : occupiedUntil;
    }

    private <T> Publisher<T> driven(Publisher<T> source) {
        return subscriber -> drive(() -> source.subscribe(new Ride<>(subscriber, source instanceof Mono)));
    }

    /** Does something that may make somebody wait, and moves time until nobody does. */
    private void drive(Runnable action) {
        run.requireOwner();
        if (mode != Mode.STANDING) {
            action.run();
            return;
        }
        mode = Mode.DRIVING;
        try {
            action.run();
            while (!waiting.isEmpty()) {
                moveTime();
            }
        } finally {
            waiting.clear();
            mode = Mode.STANDING;
        }
    }

    private void moveTime() {
        try {
            if (run.runUntil(waiting::isEmpty, limit) || runUntilNobodyWaits(occupiedUntil.plus(limit))) {
                vainCount = 0;
            } else {
                stop(run.failure(waiting.iterator().next().complaint()));
            }
        } catch (AssertionError failedRun) {
            stop(failedRun);
        }
    }

    /** What occupies the run may begin, or be prolonged, while time moves. */
    private boolean runUntilNobodyWaits(Duration end) {
        Duration left = end.minus(run.elapsed());
        return !left.isNegative()
                && !left.isZero()
                && (run.runUntil(waiting::isEmpty, left) || runUntilNobodyWaits(occupiedUntil.plus(limit)));
    }

    private void stop(AssertionError reason) {
        if (++vainCount > MAX_VAIN_COUNT) {
            List.copyOf(waiting).forEach(Ride::cancel);
            throw Exceptions.bubble(reason);
        }
        List.copyOf(waiting).forEach(ride -> ride.stop(reason));
    }

    private void await(Ride<?> ride) {
        if (mode == Mode.DRIVING) {
            waiting.add(ride);
        }
    }

    /** One subscription: counts what was asked for and what arrived, and passes everything on. */
    private final class Ride<T> implements CoreSubscriber<T>, Subscription {
        private final CoreSubscriber<? super T> subscriber;
        private final boolean isSingle;
        private Subscription upstream = Operators.emptySubscription();
        private long requestedCount;
        private long arrivedCount;
        private boolean isOver;

        Ride(Subscriber<? super T> subscriber, boolean isSingle) {
            this.subscriber = Operators.toCoreSubscriber(subscriber);
            this.isSingle = isSingle;
        }

        @Override
        public Context currentContext() {
            return subscriber.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            subscriber.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            drive(() -> {
                requestedCount = Operators.addCap(requestedCount, Math.max(0, n));
                if (!isOver && arrivedCount < requestedCount) {
                    await(this);
                }
                upstream.request(n);
            });
        }

        @Override
        public void cancel() {
            run.requireOwner();
            end();
            upstream.cancel();
        }

        @Override
        public void onNext(T value) {
            arrivedCount++;
            if (arrivedCount == requestedCount) {
                waiting.remove(this);
            }
            subscriber.onNext(value);
        }

        @Override
        public void onError(Throwable error) {
            end();
            subscriber.onError(error);
        }

        @Override
        public void onComplete() {
            end();
            subscriber.onComplete();
        }

        /** Another one's end may have ended this one already. */
        void stop(AssertionError reason) {
            if (!isOver) {
                cancel();
                subscriber.onError(reason);
            }
        }

        String complaint() {
            String complaint = "still waiting after " + limit + " of virtual time, the limit, ";
            if (isSingle) {
                return complaint + "for a Mono to end";
            }
            return requestedCount == Long.MAX_VALUE
                    ? complaint + "for a Flux to end: of an endless one take(n), or request what you expect"
                    : complaint + "for " + (requestedCount - arrivedCount) + " of " + requestedCount + " elements";
        }

        private void end() {
            isOver = true;
            waiting.remove(this);
        }
    }
}

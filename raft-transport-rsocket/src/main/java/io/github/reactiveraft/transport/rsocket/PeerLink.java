package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.spi.PeerException;
import io.netty.util.concurrent.EventExecutor;
import io.rsocket.RSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The one connection to a peer: opened by the first call, shared by all, left alone for a while after it could not be
 * opened or broke before it was of any use. Everything that happens to it is a step from one {@link State} to the next,
 * and whoever makes the step does what goes with it, so nothing happens twice however threads meet.
 */
final class PeerLink {

    private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);

    private final String name;
    private final Mono<RSocket> connect;
    private final EventExecutor timer;
    private final Duration connectTimeout;
    private final Backoff backoff;
    private final long seed;
    private final AtomicReference<State> state = new AtomicReference<>(new Idle(0));

    /**
     * Makes a link that is not connected yet.
     *
     * @param name the peer for people, with its address
     * @param connect opens a new connection for each subscriber
     * @param seed spreads the waits between attempts; another one for each pair of nodes
     */
    PeerLink(
            String name,
            Mono<RSocket> connect,
            EventExecutor timer,
            Duration connectTimeout,
            Backoff backoff,
            long seed) {
        this.name = name;
        this.connect = connect;
        this.timer = timer;
        this.connectTimeout = connectTimeout;
        this.backoff = backoff;
        this.seed = seed;
    }

    /** What a link can be: idle → connecting → open → idle, or resting after a failure, and in the end closed. */
    private sealed interface State {}

    private record Idle(int failures) implements State {}

    private record Connecting(int failures, Sinks.One<Open> result, Disposable.Composite work) implements State {}

    private record Resting(int failures, Throwable cause) implements State {}

    private record Closed() implements State {}

    /** A connection; calls that are answered over it prove that it is of use. */
    static final class Open implements State {
        private final RSocket socket;
        private final int failures;
        private volatile boolean hasAnswered;

        private Open(RSocket socket, int failures) {
            this.socket = socket;
            this.failures = failures;
        }

        RSocket socket() {
            return socket;
        }

        void answered() {
            hasAnswered = true;
        }
    }

    /** The connection, opened if need be; fails with {@link PeerException} if there is none and none can be expected. */
    Mono<Open> connection() {
        return Mono.defer(() -> {
            State now = state.get();
            if (now instanceof Idle idle) {
                Connecting next = new Connecting(idle.failures, Sinks.one(), Disposables.composite());
                if (state.compareAndSet(idle, next)) {
                    open(next);
                    return next.result.asMono();
                }
                now = state.get();
            }
            if (now instanceof Open open) {
                if (!open.socket.isDisposed()) {
                    return Mono.just(open);
                }
                // Perhaps earlier than RSocket tells of the end; the link must not depend on being told.
                lost(open);
                return Mono.error(unreachable(null));
            }
            if (now instanceof Connecting connecting) {
                return connecting.result.asMono();
            }
            return Mono.error(unreachable(now instanceof Resting resting ? resting.cause : null));
        });
    }

    private void open(Connecting attempt) {
        attempt.work.add(after(connectTimeout, () -> fail(attempt, noConnection())));
        attempt.work.add(connect.subscribe(socket -> opened(attempt, socket), error -> fail(attempt, error)));
    }

    private void opened(Connecting attempt, RSocket socket) {
        Open open = new Open(socket, attempt.failures);
        if (!state.compareAndSet(attempt, open)) {
            socket.dispose();
            return;
        }
        attempt.work.dispose();
        LOG.debug("Connected: peer={}", name);
        socket.onClose().subscribe(null, error -> lost(open), () -> lost(open));
        attempt.result.tryEmitValue(open).orThrow();
    }

    private void lost(Open open) {
        if (open.hasAnswered) {
            LOG.debug("Connection lost: peer={}", name);
            state.compareAndSet(open, new Idle(0));
        } else {
            rest(open, open.failures + 1, new IOException("closed before anything was answered"));
        }
    }

    private void fail(Connecting attempt, Throwable cause) {
        if (rest(attempt, attempt.failures + 1, cause)) {
            attempt.work.dispose();
            attempt.result.tryEmitError(unreachable(cause)).orThrow();
        }
    }

    private boolean rest(State from, int failures, Throwable cause) {
        Resting resting = new Resting(failures, cause);
        if (!state.compareAndSet(from, resting)) {
            return false;
        }
        if (failures == 1) {
            LOG.warn("Cannot reach peer={}, will keep trying: {}", name, cause.toString());
        } else {
            LOG.debug("Cannot reach peer={} failures={}: {}", name, failures, cause.toString());
        }
        after(backoff.delay(failures, seed), () -> state.compareAndSet(resting, new Idle(failures)));
        return true;
    }

    private Disposable after(Duration delay, Runnable action) {
        try {
            var task = timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> task.cancel(false);
        } catch (RejectedExecutionException e) {
            // The event loops are gone, and so is the transport: nothing is left to be timed.
            return Disposables.disposed();
        }
    }

    /**
     * Ends every attempt at a connection; calls that wait for one fail. An open connection is left to its owner to cut:
     * RSocket's farewell would race with that.
     */
    void close() {
        State last = state.getAndSet(new Closed());
        if (last instanceof Connecting connecting) {
            connecting.work.dispose();
            connecting.result.tryEmitError(unreachable(null));
        }
    }

    private TimeoutException noConnection() {
        return new TimeoutException("no connection within " + connectTimeout.toMillis() + " ms");
    }

    private PeerException unreachable(@Nullable Throwable cause) {
        String why = state.get() instanceof Closed ? "the transport is stopped" : "not connected";
        return new PeerException(
                name + " cannot be reached: " + (cause == null ? why : cause.toString()), false, cause);
    }
}

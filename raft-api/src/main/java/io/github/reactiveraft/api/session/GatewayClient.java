package io.github.reactiveraft.api.session;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.Codecs;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.spi.ClientGateway;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * A client in a process that is no member: what is asked of the cluster is asked again, after longer and longer pauses, until its
 * outcome is known or the client's patience ends. Works for whatever way there is to the members; signals come from there, or
 * from where pauses end.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
public final class GatewayClient<C, Q, R> implements RaftClient<C, Q, R> {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(1);

    private final Codecs<C, Q, R> codecs;
    private final ClientGateway cluster;
    private final CommandSession session;
    private final Admission admission;
    private final int entryBytes;
    private final RetryBackoffSpec again;
    private final Sinks.Empty<Void> closing = Sinks.empty();
    private final Mono<Void> closed;

    /**
     * A client that has asked for nothing yet.
     *
     * @param codecs called on any thread
     * @param cluster asks one member once, each time another one if the last was of no use. What only asks fails with {@link
     *     RaftException.Unavailable} if no answer comes, a command with {@link RaftException.OutcomeUnknown}
     * @param timers where pauses end
     * @param ways closes the ways to the members, with everything under way on them; subscribed to once at most
     */
    public GatewayClient(
            Codecs<C, Q, R> codecs, ClientGateway cluster, ClientBounds bounds, Scheduler timers, Mono<Void> ways) {
        this.codecs = codecs;
        this.cluster = cluster;
        this.session = new CommandSession(cluster.openSession(), FIRST_PAUSE, bounds.patience(), timers);
        this.entryBytes = bounds.entryBytes();
        this.admission = new Admission("this client", bounds.maxCount(), bounds.maxBytes());
        this.again = Retry.backoff(retryCount(bounds.patience()), FIRST_PAUSE)
                .maxBackoff(LAST_PAUSE)
                .jitter(0)
                .scheduler(timers)
                .filter(GatewayClient::mayPass)
                .onRetryExhaustedThrow((spec, last) -> last.failure());
        this.closed = Mono.defer(() -> closeAll(ways)).cache();
    }

    /** So many that the pauses between them, which double up to the longest, take as long as that. */
    private static long retryCount(Duration patience) {
        long count = 0;
        Duration pause = FIRST_PAUSE;
        for (Duration left = patience; left.compareTo(pause) >= 0; count++) {
            left = left.minus(pause);
            pause = pause.multipliedBy(2).compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : pause.multipliedBy(2);
        }
        return count;
    }

    /** Goes on after a first failure, as if that had been the first of these attempts. */
    private <T> Mono<T> again(Mono<T> work, Throwable first) {
        AtomicBoolean isBegun = new AtomicBoolean();
        return Mono.defer(() -> isBegun.getAndSet(true) ? work : Mono.error(first))
                .retryWhen(again);
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof RaftException.Unavailable || failure instanceof RaftException.Overloaded;
    }

    @Override
    public Mono<R> submit(C command) {
        return Submission.once(submission -> {
            Bytes payload = encode(codecs.commandCodec(), command);
            RaftException overloaded = admission.admit(payload.length());
            if (overloaded != null) {
                throw overloaded;
            }
            AtomicBoolean isSent = new AtomicBoolean();
            Mono<R> sent = session.send(ticket -> {
                if (!submission.taken()) {
                    return Mono.empty();
                }
                isSent.set(true);
                return cluster.submit(ticket, payload).map(this::decodeDone);
            });
            // No first attempt has to be told that the client is closed: whoever closes it closes its connections.
            return new Guarded<>(
                    sent,
                    failure -> mayPass(failure) ? submitAgain(sent, failure, isSent) : Mono.error(failure),
                    () -> admission.release(payload.length()));
        });
    }

    /** What failed was definitely not done, but what is under way when the client is closed may be. */
    private Mono<R> submitAgain(Mono<R> sent, Throwable failure, AtomicBoolean isSent) {
        isSent.set(false);
        Mono<R> told = sent.doOnError(cause -> isSent.set(!isDefinitelyNotDone(cause)));
        return untilClosed(again(told, failure), isSent::get);
    }

    private static boolean isDefinitelyNotDone(Throwable failure) {
        return failure instanceof RaftException known && known.isDefinitelyNotDone();
    }

    /** The command is done: whatever is wrong with its result must not look like "definitely not done". */
    private R decodeDone(Bytes result) {
        try {
            return codecs.resultCodec().decode(result.buffer());
        } catch (RuntimeException unreadable) {
            throw new RaftException.ResultLost("Done, but the result is unreadable", unreadable);
        }
    }

    @Override
    public Mono<R> read(Q query, ReadMode mode) {
        return Mono.defer(() -> {
            Bytes payload = encode(codecs.queryCodec(), query);
            RaftException overloaded = admission.admit(payload.length());
            if (overloaded != null) {
                throw overloaded;
            }
            Mono<R> once =
                    Mono.defer(() -> cluster.read(payload, mode)).map(answer -> decode(codecs.resultCodec(), answer));
            return new Guarded<>(
                    once,
                    failure -> mayPass(failure) ? untilClosed(again(once, failure), () -> false) : Mono.error(failure),
                    () -> admission.release(payload.length()));
        });
    }

    /** Ends when the member that is watched is lost, since it may have applied something that was never heard of here. */
    @Override
    public Flux<Change<R>> watch() {
        return decoded(cluster.watch());
    }

    /** Goes on with another member when one is lost. */
    @Override
    public Flux<Change<R>> watch(long fromIndex) {
        if (fromIndex < 1) {
            return Flux.error(new IllegalArgumentException("A watch begins at index 1 or later, not at " + fromIndex));
        }
        return decoded(Flux.defer(() -> {
            WatchProgress progress = new WatchProgress(fromIndex);
            return Flux.defer(() -> cluster.watch(progress.resume()))
                    .filter(progress::isNew)
                    .retryWhen(again.transientErrors(true));
        }));
    }

    private Flux<Change<R>> decoded(Flux<Change<Bytes>> changes) {
        return untilClosed(changes)
                .map(change -> new Change<>(change.index(), decode(codecs.resultCodec(), change.value())));
    }

    @Override
    public Flux<LeaderChange> leaders() {
        return untilClosed(cluster.leaders());
    }

    private <T> Flux<T> untilClosed(Flux<T> signals) {
        return signals.takeUntilOther(closing.asMono().then(Mono.error(GatewayClient::isClosed)));
    }

    private static RaftException isClosed() {
        return new RaftException.Closed("This client is closed: make another one");
    }

    /** @param maybeDone whether what is given up when the client is closed may have been executed */
    private <T> Mono<T> untilClosed(Mono<T> work, BooleanSupplier maybeDone) {
        Mono<T> end = Mono.error(() -> maybeDone.getAsBoolean()
                ? new RaftException.OutcomeUnknown("This client was closed before it heard of the outcome", null)
                : isClosed());
        return Mono.firstWithSignal(closing.asMono().then(end), work);
    }

    private <T> Bytes encode(Codec<T> codec, T value) {
        Bytes bytes;
        try {
            bytes = Bytes.of(codec.encode(value));
        } catch (RuntimeException cause) {
            throw new RaftException.Rejected("Cannot be encoded: " + cause.getMessage(), cause);
        }
        if (bytes.length() > entryBytes) {
            throw new RaftException.Rejected(
                    "Takes " + bytes.length() + " bytes, more than the " + entryBytes + " allowed", null);
        }
        return bytes;
    }

    private static <T> T decode(Codec<T> codec, Bytes bytes) {
        try {
            return codec.decode(bytes.buffer());
        } catch (RuntimeException cause) {
            throw new RaftException.Rejected("Cannot be decoded: " + cause.getMessage(), cause);
        }
    }

    /** What is under way fails with {@link RaftException.Closed} or, if it may have been executed, stays unknown. */
    @Override
    public Mono<Void> close() {
        return closed;
    }

    private Mono<Void> closeAll(Mono<Void> ways) {
        session.close(isClosed());
        closing.tryEmitEmpty();
        return ways;
    }
}

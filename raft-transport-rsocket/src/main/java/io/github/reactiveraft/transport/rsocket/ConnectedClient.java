package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.Codecs;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.session.Admission;
import io.github.reactiveraft.api.session.CommandSession;
import io.github.reactiveraft.api.session.Submission;
import io.github.reactiveraft.transport.rsocket.ClientRequest.Operation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * A client that is connected, or looks for somebody to connect to.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
final class ConnectedClient<C, Q, R> implements RaftClient<C, Q, R> {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(1);

    private final Codecs<C, Q, R> codecs;
    private final ClusterLinks links;
    private final ClientCalls calls;
    private final CommandSession session;
    private final Admission admission;
    private final int entryBytes;
    private final RetryBackoffSpec again;
    private final Sinks.Empty<Void> closing = Sinks.empty();
    private final Mono<Void> closed;

    ConnectedClient(Codecs<C, Q, R> codecs, ClientSettings settings, ClusterLinks links) {
        this.codecs = codecs;
        this.links = links;
        this.calls = new ClientCalls(links, settings.prefix());
        this.session = new CommandSession(calls.openSession(), FIRST_PAUSE, settings.patience(), links.timers());
        this.entryBytes = settings.entryBytes();
        this.admission = new Admission("this client", settings.maxCount(), settings.maxBytes());
        this.again = Retry.backoff(retryCount(settings.patience()), FIRST_PAUSE)
                .maxBackoff(LAST_PAUSE)
                .jitter(0)
                .scheduler(links.timers())
                .filter(ConnectedClient::mayPass)
                .onRetryExhaustedThrow((spec, last) -> last.failure());
        this.closed = Mono.defer(this::closeAll).cache();
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

    private <T> Mono<T> again(Mono<T> work, Throwable first) {
        return again.maxAttempts == 0
                ? Mono.error(first)
                : Mono.delay(FIRST_PAUSE, links.timers()).then(work.retryWhen(again));
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
            Mono<R> sent = session.<R>send(ticket -> {
                        if (!submission.taken()) {
                            return Mono.empty();
                        }
                        isSent.set(true);
                        return calls.write(new ClientRequest(Operation.SUBMIT, ticket, -1, payload))
                                .map(this::decodeDone);
                    })
                    .doOnError(failure -> isSent.set(!isDefinitelyNotDone(failure)));
            return untilClosed(sent.retryWhen(again), isSent::get)
                    .doFinally(signal -> admission.release(payload.length()));
        });
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
                    Mono.defer(() -> calls.read(payload, mode)).map(answer -> decode(codecs.resultCodec(), answer));
            // Most reads need no more than that, and should not pay for it. Whoever closes the client closes its
            // connections.
            return once.onErrorResume(
                            ConnectedClient::mayPass, failure -> untilClosed(again(once, failure), () -> false))
                    .doFinally(signal -> admission.release(payload.length()));
        });
    }

    /** Ends when the member that is watched is lost, since it may have applied something that was never heard of here. */
    @Override
    public Flux<Change<R>> watch() {
        return decoded(calls.watch(-1));
    }

    /** Goes on with another member when one is lost. */
    @Override
    public Flux<Change<R>> watch(long fromIndex) {
        if (fromIndex < 1) {
            return Flux.error(new IllegalArgumentException("A watch begins at index 1 or later, not at " + fromIndex));
        }
        return decoded(Flux.defer(() -> {
            WatchProgress progress = new WatchProgress(fromIndex);
            return Flux.defer(() -> calls.watch(progress.resume()))
                    .filter(progress::isNew)
                    .retryWhen(again.transientErrors(true));
        }));
    }

    private Flux<Change<R>> decoded(Flux<Change<Bytes>> changes) {
        return changes.map(change -> new Change<>(change.index(), decode(codecs.resultCodec(), change.value())))
                .takeUntilOther(closing.asMono().then(Mono.error(ClusterLinks::closed)));
    }

    @Override
    public Flux<LeaderChange> leaders() {
        return links.leaders();
    }

    /** @param maybeDone whether what is given up when the client is closed may have been executed */
    private <T> Mono<T> untilClosed(Mono<T> work, BooleanSupplier maybeDone) {
        Mono<T> end = Mono.error(() -> maybeDone.getAsBoolean()
                ? new RaftException.OutcomeUnknown("This client was closed before it heard of the outcome", null)
                : ClusterLinks.closed());
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

    private Mono<Void> closeAll() {
        session.close(ClusterLinks.closed());
        closing.tryEmitEmpty();
        return links.close();
    }
}

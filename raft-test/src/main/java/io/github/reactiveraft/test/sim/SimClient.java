package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.Codecs;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.session.CommandSession;
import io.github.reactiveraft.api.session.Submission;
import io.github.reactiveraft.test.sim.check.Fingerprint;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * A client in a process of its own: it reaches the members over a network that loses and holds up its requests and their answers,
 * and goes to another member when one is of no use, its session going on. It retries as the production client does, and sends its
 * commands through the production {@link CommandSession}, but not through sockets. Signals come on the simulation's thread.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
public final class SimClient<C, Q, R> implements RaftClient<C, Q, R> {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(1);

    private final Codecs<C, Q, R> codecs;
    private final ClientLinks links;
    private final CommandSession session;
    private final RetryBackoffSpec again;
    private final Sinks.Empty<Void> closing = Sinks.empty();

    /** Who the client is, whom it knows, and for how long it tries. */
    record Settings(NodeId name, List<NodeId> members, Duration patience) {}

    SimClient(SimNetwork network, Codecs<C, Q, R> codecs, Settings settings) {
        Scheduler world = network.simulation().scheduler();
        this.codecs = codecs;
        this.links = new ClientLinks(network, settings.name, settings.members, world);
        this.session = new CommandSession(openSession(), FIRST_PAUSE, settings.patience, world);
        this.again = Retry.backoff(settings.patience.dividedBy(LAST_PAUSE) + 1, FIRST_PAUSE)
                .maxBackoff(LAST_PAUSE)
                .jitter(0)
                .scheduler(world)
                .filter(SimClient::mayPass)
                .onRetryExhaustedThrow((spec, last) -> last.failure());
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof RaftException.Unavailable || failure instanceof RaftException.Overloaded;
    }

    private Mono<Long> openSession() {
        return links.ask(ClientQuestion.of(
                        "session", 0, gateway -> gateway.openSession().map(ClientAnswer::of)))
                .map(ClientAnswer::number);
    }

    @Override
    public Mono<R> submit(C command) {
        return untilClosed(Submission.<R>once(submission -> {
            Bytes payload = Bytes.of(codecs.commandCodec().encode(command));
            return session.<R>send(ticket -> submission.taken()
                            ? links.ask(ClientQuestion.of(
                                            "submit " + ticket + " " + Fingerprint.of(payload.buffer()),
                                            payload.length(),
                                            gateway -> gateway.submit(ticket, payload)
                                                    .map(ClientAnswer::of)))
                                    .map(answer -> decoded(codecs.resultCodec(), answer.data()))
                            : Mono.empty())
                    .retryWhen(again);
        }));
    }

    @Override
    public Mono<R> read(Q query, ReadMode mode) {
        Bytes payload = Bytes.of(codecs.queryCodec().encode(query));
        Mono<ClientAnswer> answer = mode instanceof ReadMode.Local local
                ? localRead(payload, local.token())
                : links.ask(ClientQuestion.of(
                        "read", payload.length(), gateway -> gateway.read(payload, ReadMode.LINEARIZABLE)
                                .map(ClientAnswer::of)));
        return untilClosed(answer.onErrorMap(RaftException.class, ClientFailures::ofQuestion)
                .map(read -> decoded(codecs.resultCodec(), read.data()))
                .retryWhen(again));
    }

    /** The token travels as a number, and comes back as another. */
    private Mono<ClientAnswer> localRead(Bytes query, ReadToken token) {
        return Mono.defer(() -> {
            long least = token.index();
            return links.ask(ClientQuestion.of(
                            "local read from " + least,
                            query.length(),
                            gateway -> Mono.defer(() -> {
                                ReadToken there = ReadToken.at(least);
                                return gateway.read(query, ReadMode.local(there))
                                        .map(data -> new ClientAnswer(data, there.index()));
                            })))
                    .doOnNext(read -> token.advance(read.number()));
        });
    }

    /** Ends with {@link RaftException.Unavailable} when the connection is lost. */
    @Override
    public Flux<Change<R>> watch() {
        return changes(ClientQuestion.of("watch", 0, gateway -> gateway.watch()));
    }

    /** Ends with {@link RaftException.Unavailable} when the connection is lost; who watches goes on from where it was. */
    @Override
    public Flux<Change<R>> watch(long fromIndex) {
        return changes(ClientQuestion.of("watch from " + fromIndex, 0, gateway -> gateway.watch(fromIndex)));
    }

    private Flux<Change<R>> changes(ClientQuestion<Change<Bytes>> question) {
        return links.listen(question)
                .map(change -> new Change<>(change.index(), decoded(codecs.resultCodec(), change.value())))
                .takeUntilOther(closed());
    }

    @Override
    public Flux<LeaderChange> leaders() {
        return links.listen(ClientQuestion.of("leaders", 0, gateway -> gateway.leaders()))
                .takeUntilOther(closed());
    }

    private static <T> T decoded(Codec<T> codec, Bytes bytes) {
        return codec.decode(bytes.buffer());
    }

    private <T> Mono<T> untilClosed(Mono<T> work) {
        return Mono.firstWithSignal(closed(), work);
    }

    private <T> Mono<T> closed() {
        return closing.asMono().then(Mono.error(SimClient::isClosed));
    }

    private static RaftException isClosed() {
        return new RaftException.OutcomeUnknown("This client is closed", null);
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> {
            session.close(isClosed());
            closing.tryEmitEmpty();
        });
    }
}

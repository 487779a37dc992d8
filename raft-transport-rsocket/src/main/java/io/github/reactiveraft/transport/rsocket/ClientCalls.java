package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.api.spi.ClientGateway;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.transport.rsocket.ClientRequest.Operation;
import io.netty.buffer.ByteBuf;
import io.rsocket.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks the cluster once, whoever is the one to ask; knows what it means if no answer comes. */
final class ClientCalls implements ClientGateway {

    /** How many changes a member sends ahead: they queue there while the connection is slow. */
    private static final int WATCH_DEMAND = 256;

    private final ClusterLinks links;
    private final String prefix;
    private final Route toLeader;
    private final Batcher commands;
    private final Batcher reads;
    private final @Nullable SpreadReads spread;

    ClientCalls(ClusterLinks links, ClientSettings settings) {
        this.links = links;
        this.prefix = settings.prefix();
        this.toLeader = links.whereabouts();
        this.commands = batcher(toLeader);
        this.reads = batcher(toLeader);
        this.spread =
                settings.areReadsSpread() ? new SpreadReads(settings.seeds(), this::batcher, links.timers()) : null;
    }

    private Batcher batcher(Route route) {
        return new Batcher((batcher, items) -> send(route, batcher, items));
    }

    @Override
    public Mono<Long> openSession() {
        return Mono.defer(() -> ask(ClientRequest.of(Operation.SESSION)))
                .map(Answer::data)
                .map(number -> number.length() == Long.BYTES ? number.buffer().getLong() : malformed(number));
    }

    private static long malformed(Bytes number) {
        throw new RaftException.Unavailable("A session's number takes 8 bytes, but there are " + number.length());
    }

    /** If no answer comes, its outcome is unknown. */
    @Override
    public Mono<Bytes> submit(@Nullable Ticket ticket, Bytes command) {
        ClientRequest request = new ClientRequest(Operation.SUBMIT, ticket, -1, command);
        return Batch.isBatchable(request)
                ? commands.done(request)
                : ask(request).map(Answer::data);
    }

    /** If no answer comes, nothing was done. */
    @Override
    public Mono<Bytes> read(Bytes query, ReadMode mode) {
        Mono<Bytes> answer;
        if (mode instanceof ReadMode.Local local) {
            answer = Mono.defer(() -> ask(new ClientRequest(
                            Operation.READ, null, local.token().index(), query)))
                    .map(read -> {
                        local.token().advance(read.index());
                        return read.data();
                    });
        } else {
            answer = linearizable(new ClientRequest(Operation.READ, null, -1, query));
        }
        return answer.onErrorMap(
                RaftException.OutcomeUnknown.class,
                unknown -> new RaftException.Unavailable("No answer: " + unknown.getMessage()));
    }

    private Mono<Bytes> linearizable(ClientRequest request) {
        if (!Batch.isBatchable(request)) {
            return ask(request).map(Answer::data);
        }
        Mono<Bytes> byLeader = reads.done(request);
        return spread == null
                ? byLeader
                : spread.done(request).onErrorResume(ClientCalls::isOfNoUse, failure -> byLeader);
    }

    @Override
    public Flux<Change<Bytes>> watch() {
        return changes(-1);
    }

    @Override
    public Flux<Change<Bytes>> watch(long fromIndex) {
        return changes(fromIndex);
    }

    @Override
    public Flux<LeaderChange> leaders() {
        return links.whereabouts().leaders();
    }

    /** The changes that a member has from an index on, or from now on if that is negative. */
    private Flux<Change<Bytes>> changes(long fromIndex) {
        return Flux.defer(() -> {
            Endpoint target = toLeader.target().endpoint();
            return links.connection(target)
                    .flatMapMany(open -> open.socket()
                            .requestStream(
                                    new ClientRequest(Operation.WATCH, null, fromIndex, Bytes.empty()).payload(prefix)))
                    .map(ClientCalls::received)
                    .limitRate(WATCH_DEMAND)
                    .map(answer -> new Change<>(answer.index(), answer.data()))
                    .doOnError(failure -> passOver(toLeader, target, failed(target, failure)))
                    .onErrorMap(failure -> lost(target, failure));
        });
    }

    private static RaftException lost(Endpoint target, Throwable failure) {
        RaftException known = failed(target, failure);
        return known.isDefinitelyNotDone()
                ? known
                : new RaftException.Unavailable("The watch has ended: " + known.getMessage());
    }

    /** What came back, with the number in its metadata, if there is one. */
    private record Answer(Bytes data, long index) {}

    private Mono<Answer> ask(ClientRequest request) {
        return ask(toLeader, request);
    }

    private Mono<Answer> ask(Route route, ClientRequest request) {
        return ask(route, () -> request.payload(prefix), (target, payload) -> received(payload));
    }

    private <T> Mono<T> ask(Route route, Supplier<Payload> request, BiFunction<Endpoint, Payload, T> receiving) {
        return Mono.defer(() -> {
            Route.Target asked = route.target();
            Endpoint target = asked.endpoint();
            return links.connection(target)
                    .flatMap(
                            open -> open.socket().requestResponse(request.get()).doOnNext(payload -> open.answered()))
                    .takeUntilOther(asked.over())
                    .map(payload -> receiving.apply(target, payload))
                    .switchIfEmpty(Mono.error(() -> new RaftException.OutcomeUnknown(target + " sent no answer", null)))
                    .onErrorMap(failure -> failed(target, failure))
                    .doOnError(failure -> passOver(route, target, failure));
        });
    }

    /** Sends what has come together; a lone item as if there were no batches. */
    private Mono<Void> send(Route route, Batcher batcher, List<Batcher.Item> items) {
        if (items.size() == 1) {
            return alone(route, items.get(0));
        }
        List<ClientRequest> requests = items.stream().map(Batcher.Item::request).toList();
        return ask(
                        route,
                        () -> ClientRequest.batch(requests, prefix),
                        (target, payload) -> answers(items.size(), target, payload))
                .map(told -> tell(route, batcher, items, told))
                .doOnError(failure -> batcher.hold(() -> items.forEach(item -> item.failed(failure))))
                .onErrorComplete()
                .flatMapMany(Flux::fromIterable)
                .flatMap(item -> alone(route, item))
                .then();
    }

    private Mono<Void> alone(Route route, Batcher.Item item) {
        return ask(route, item.request())
                .doOnNext(answer -> item.done(answer.data()))
                .doOnError(item::failed)
                .onErrorComplete()
                .then();
    }

    /** What a member told of each item. */
    private record Told(Endpoint target, List<Batch.Answer> answers) {}

    private static Told answers(int count, Endpoint target, Payload payload) {
        try {
            List<Batch.Answer> answers = Batch.decodeAnswers(payload.sliceData(), count);
            if (answers == null) {
                throw new RaftException.OutcomeUnknown(target + " sent an unreadable answer", null);
            }
            return new Told(target, answers);
        } finally {
            payload.release();
        }
    }

    /** Tells each item what became of it, and returns those that are to be asked for alone. */
    private List<Batcher.Item> tell(Route route, Batcher batcher, List<Batcher.Item> items, Told told) {
        List<Batcher.Item> again = new ArrayList<>();
        batcher.hold(() -> {
            for (int i = 0; i < items.size(); i++) {
                Batcher.Item item = items.get(i);
                Batch.Answer answer = told.answers().get(i);
                if (answer instanceof Batch.Answer.Done done) {
                    item.done(done.result());
                } else if (answer instanceof Batch.Answer.Failed failed) {
                    RaftException failure = ClientErrors.decode(told.target().toString(), failed.text(), null);
                    passOver(route, told.target(), failure);
                    item.failed(failure);
                } else {
                    again.add(item);
                }
            }
        });
        return again;
    }

    private static Answer received(Payload payload) {
        try {
            ByteBuf metadata = payload.sliceMetadata();
            long index = metadata.readableBytes() == Long.BYTES ? metadata.readLong() : 0;
            return new Answer(Wire.copyOf(payload.sliceData()), index);
        } finally {
            payload.release();
        }
    }

    private static RaftException failed(Endpoint target, Throwable failure) {
        if (failure instanceof PeerException unsent && !unsent.isMaybeDelivered()) {
            return new RaftException.Unavailable(String.valueOf(unsent.getMessage()));
        }
        return ClientErrors.decode(target.toString(), failure);
    }

    private static void passOver(Route route, Endpoint target, Throwable failure) {
        if (isOfNoUse(failure)) {
            route.passOver(target);
        }
    }

    private static boolean isOfNoUse(Throwable failure) {
        return failure instanceof RaftException.Unavailable
                || failure instanceof RaftException.OutcomeUnknown
                || failure instanceof RaftException.Rejected;
    }
}

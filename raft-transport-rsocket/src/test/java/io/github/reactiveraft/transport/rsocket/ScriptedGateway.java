package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.api.spi.ClientGateway;
import io.github.reactiveraft.api.spi.RequestHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A node's door for clients that answers as the test says, and writes down what it is asked. */
final class ScriptedGateway implements ClientGateway, RequestHandler {

    final List<@Nullable Ticket> tickets = new CopyOnWriteArrayList<>();
    final Sinks.Many<LeaderChange> leaders = Sinks.many().replay().latest();
    final Sinks.Many<Change<Bytes>> changes = Sinks.many().multicast().directBestEffort();
    final List<Long> watched = new CopyOnWriteArrayList<>();
    final AtomicInteger readCount = new AtomicInteger();
    private final long session;
    private volatile Function<Bytes, Mono<Bytes>> read = Mono::just;
    private volatile LongFunction<Flux<Change<Bytes>>> watch = from -> Flux.never();
    private volatile BiFunction<@Nullable Ticket, Bytes, Mono<Bytes>> submit = (ticket, command) -> Mono.just(command);

    /** @param session the number that it gives */
    ScriptedGateway(long session) {
        this.session = session;
    }

    ScriptedGateway submitting(BiFunction<@Nullable Ticket, Bytes, Mono<Bytes>> script) {
        submit = script;
        return this;
    }

    ScriptedGateway reading(Function<Bytes, Mono<Bytes>> script) {
        read = script;
        return this;
    }

    void leads(long term, String leader) {
        leaders.tryEmitNext(new LeaderChange(term, Optional.of(NodeId.of(leader))));
    }

    @Override
    public Mono<RaftResponse> handle(Sender from, RaftRequest request) {
        return Peers.echo(from, request);
    }

    @Override
    public ClientGateway clients() {
        return this;
    }

    @Override
    public Mono<Long> openSession() {
        return Mono.just(session);
    }

    @Override
    public Mono<Bytes> submit(@Nullable Ticket ticket, Bytes command) {
        tickets.add(ticket);
        return submit.apply(ticket, command);
    }

    /** The query, with the index of a state that is two further than what the token has seen. */
    @Override
    public Mono<Bytes> read(Bytes query, ReadMode mode) {
        if (mode instanceof ReadMode.Local local) {
            local.token().advance(local.token().index() + 2);
        }
        readCount.incrementAndGet();
        return read.apply(query);
    }

    @Override
    public Flux<Change<Bytes>> watch() {
        return changes.asFlux();
    }

    @Override
    public Flux<Change<Bytes>> watch(long fromIndex) {
        watched.add(fromIndex);
        return watch.apply(fromIndex);
    }

    ScriptedGateway watching(LongFunction<Flux<Change<Bytes>>> script) {
        watch = script;
        return this;
    }

    @Override
    public Flux<LeaderChange> leaders() {
        return leaders.asFlux();
    }
}

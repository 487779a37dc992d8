package io.github.reactiveraft.api.spi;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.Ticket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Serves nobody, and says so. */
final class ClosedGateway implements ClientGateway {

    private static RaftException refused() {
        return new RaftException.Unavailable("This node serves other members only: ask another one");
    }

    @Override
    public Mono<Long> openSession() {
        return Mono.error(ClosedGateway::refused);
    }

    @Override
    public Mono<Bytes> submit(@Nullable Ticket ticket, Bytes command) {
        return Mono.error(ClosedGateway::refused);
    }

    @Override
    public Mono<Bytes> read(Bytes query, ReadMode mode) {
        return Mono.error(ClosedGateway::refused);
    }

    @Override
    public Flux<Change<Bytes>> watch() {
        return Flux.error(ClosedGateway::refused);
    }

    @Override
    public Flux<Change<Bytes>> watch(long fromIndex) {
        return Flux.error(ClosedGateway::refused);
    }

    @Override
    public Flux<LeaderChange> leaders() {
        return Flux.error(ClosedGateway::refused);
    }
}

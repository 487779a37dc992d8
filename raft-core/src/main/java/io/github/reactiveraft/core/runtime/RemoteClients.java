package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.api.spi.ClientGateway;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The node as clients in other processes have it: in bytes, and with sessions of their own.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> what the state machine puts out
 */
final class RemoteClients<C, Q, R> implements ClientGateway {

    private final StateMachine<C, Q, R> machine;
    private final ClientDoor<C, Q, R> door;
    private final Watches<R> watches;
    private final StatusBoard board;
    private final Payloads payloads;

    RemoteClients(
            StateMachine<C, Q, R> machine,
            ClientDoor<C, Q, R> door,
            Watches<R> watches,
            StatusBoard board,
            int entryBytes) {
        this.machine = machine;
        this.door = door;
        this.watches = watches;
        this.board = board;
        this.payloads = new Payloads(entryBytes);
    }

    @Override
    public Mono<Long> openSession() {
        return Mono.defer(door.commands()::openSession);
    }

    @Override
    public Mono<Bytes> submit(@Nullable Ticket ticket, Bytes command) {
        return Mono.defer(() -> door.commands().submit(ticket, command));
    }

    @Override
    public Mono<Bytes> read(Bytes query, ReadMode mode) {
        return Mono.defer(() -> door.read(payloads.decode(machine.queryCodec(), query), mode))
                .map(answer -> payloads.encode(machine.resultCodec(), answer));
    }

    @Override
    public Flux<Change<Bytes>> watch() {
        return watches.watch().map(this::encoded);
    }

    @Override
    public Flux<Change<Bytes>> watch(long fromIndex) {
        return watches.watch(fromIndex).map(this::encoded);
    }

    private Change<Bytes> encoded(Change<R> change) {
        return new Change<>(change.index(), payloads.encode(machine.resultCodec(), change.value()));
    }

    @Override
    public Flux<LeaderChange> leaders() {
        return board.leaders();
    }
}

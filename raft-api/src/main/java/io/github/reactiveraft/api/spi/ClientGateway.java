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

/**
 * A node's door for clients in other processes, in bytes: what a transport calls for them. Works on every member, as {@link
 * io.github.reactiveraft.api.RaftNode} does, which says what each call means. Called on any thread; nothing blocks, nothing
 * happens before a subscription, and whoever cancels leaves nothing behind. Errors are {@link RaftException}s.
 */
public interface ClientGateway {

    /** A door that is not there: for nodes that serve only other members. */
    ClientGateway NONE = new ClosedGateway();

    /** Opens a session, and answers with its number (thesis §6.3). */
    Mono<Long> openSession();

    /**
     * Sends one command once.
     *
     * @param ticket which command of which session; null to have it executed each time it is sent
     * @return the result; or, beside the others, {@link RaftException.SessionExpired}
     */
    Mono<Bytes> submit(@Nullable Ticket ticket, Bytes command);

    /** One read; a token in the mode is advanced to the index of the state that was read. */
    Mono<Bytes> read(Bytes query, ReadMode mode);

    /** The changes from the subscription on. */
    Flux<Change<Bytes>> watch();

    /** The changes from an index on, which is 1 or more. */
    Flux<Change<Bytes>> watch(long fromIndex);

    /** Who leads, now and at every change. */
    Flux<LeaderChange> leaders();
}

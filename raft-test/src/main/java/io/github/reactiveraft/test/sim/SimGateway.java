package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.api.spi.ClientGateway;
import io.github.reactiveraft.test.sim.check.Fingerprint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The cluster as a process outside of it sees it, over a network that loses and holds up requests and their answers: each is
 * asked of one member, and of another one when that is of no use. Takes the place of sockets. Signals come on the simulation's
 * thread.
 */
final class SimGateway implements ClientGateway {

    private final ClientLinks links;

    SimGateway(ClientLinks links) {
        this.links = links;
    }

    @Override
    public Mono<Long> openSession() {
        return links.ask(ClientQuestion.of(
                        "session", 0, gateway -> gateway.openSession().map(ClientAnswer::of)))
                .map(ClientAnswer::number);
    }

    @Override
    public Mono<Bytes> submit(@Nullable Ticket ticket, Bytes command) {
        return links.ask(ClientQuestion.of(
                        "submit " + ticket + " " + Fingerprint.of(command.buffer()),
                        command.length(),
                        gateway -> gateway.submit(ticket, command).map(ClientAnswer::of)))
                .map(ClientAnswer::data);
    }

    @Override
    public Mono<Bytes> read(Bytes query, ReadMode mode) {
        Mono<ClientAnswer> answer = mode instanceof ReadMode.Local local
                ? localRead(query, local.token())
                : links.ask(ClientQuestion.of("read", query.length(), gateway -> gateway.read(query, mode)
                        .map(ClientAnswer::of)));
        return answer.onErrorMap(RaftException.class, ClientFailures::ofQuestion)
                .map(ClientAnswer::data);
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

    @Override
    public Flux<Change<Bytes>> watch() {
        return links.listen(ClientQuestion.of("watch", 0, gateway -> gateway.watch()));
    }

    @Override
    public Flux<Change<Bytes>> watch(long fromIndex) {
        return links.listen(ClientQuestion.of("watch from " + fromIndex, 0, gateway -> gateway.watch(fromIndex)));
    }

    @Override
    public Flux<LeaderChange> leaders() {
        return links.listen(ClientQuestion.of("leaders", 0, gateway -> gateway.leaders()));
    }
}

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where commands and reads come in: here from the application, there from members that do not lead.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> what the state machine puts out
 */
final class ClientDoor<C, Q, R> {

    private final NodeParts parts;
    private final StateMachine<C, Q, R> machine;
    private final Payloads payloads;
    private final Proposals<R> proposals;
    private final Reads reads;
    private final Forwarding forwarding;
    private final Routes routes;
    private final Commands<C, R> commands;

    ClientDoor(RaftLoop loop, StateMachine<C, Q, R> machine, NodeParts parts, StatusBoard board) {
        this.parts = parts;
        this.machine = machine;
        RaftSettings settings = parts.settings();
        this.payloads = new Payloads(settings.limits().entryBytes());
        this.proposals = new Proposals<>(loop, settings.node(), settings.limits(), parts.time());
        this.routes = new Routes(settings, loop, board);
        this.reads = new Reads(loop, parts, routes::leaderToAsk);
        this.forwarding = new Forwarding(parts, board);
        this.commands = new Commands<>(machine, parts, routes, proposals, forwarding);
    }

    /** The commands that wait on this node. */
    Proposals<R> proposals() {
        return proposals;
    }

    /** The commands of the application and of clients elsewhere. */
    Commands<C, R> commands() {
        return commands;
    }

    /** The reads that wait on this node. */
    Reads reads() {
        return reads;
    }

    /** Answers of leaders that were asked for an index to read at, or for an answer. */
    Flux<?> readAnswers() {
        return Flux.merge(reads.answers(forwarding, parts.loop()), reads.elsewhere());
    }

    /** The node stops: everything is answered, now and from now on. */
    void close(RaftException cause) {
        commands.close(cause);
        proposals.close(cause);
        reads.close(cause);
    }

    /** One command of the application. */
    Mono<R> submit(C command) {
        return commands.submit(command);
    }

    /** One read of the application. */
    Mono<R> read(Q query, ReadMode mode) {
        if (mode instanceof ReadMode.Local local) {
            ReadToken token = local.token();
            return Mono.create(sink -> reads.await(token.index(), new QueryRead<>(machine, query, token, null, sink)));
        }
        return Mono.create(sink -> reads.ask(new QueryRead<>(machine, query, null, this::readElsewhere, sink)));
    }

    private Mono<R> readElsewhere(NodeId leader, Q query) {
        return Mono.defer(() -> forwarding.read(leader, payloads.encode(machine.queryCodec(), query)))
                .map(answer -> payloads.decode(machine.resultCodec(), answer));
    }

    /** What a member that does not lead was asked for, or asks for itself; never passed on again. */
    Mono<RaftResponse> forwarded(Forward forward) {
        return Mono.defer(() -> {
                    if (!routes.leads()) {
                        return Mono.error(routes.notLeader());
                    }
                    return switch (forward.kind()) {
                        case SUBMIT, SUBMIT_ONCE ->
                            commands.submitHere(forward.ticket(), forward.payload())
                                    .map(Forwarding::done);
                        case READ -> read(forward.payload());
                        case READ_INDEX ->
                            Mono.<Long>create(sink -> reads.ask(new IndexRead(sink)))
                                    .map(Forwarding::done);
                        case OPEN_SESSION -> commands.proposeSession().map(Forwarding::done);
                    };
                })
                .cast(RaftResponse.class)
                .onErrorResume(RaftException.class, refused -> Mono.just(Forwarding.failed(refused)));
    }

    private Mono<Forwarded> read(Bytes payload) {
        payloads.checkSize(payload);
        Q query = payloads.decode(machine.queryCodec(), payload);
        return Mono.<R>create(sink -> reads.ask(new QueryRead<>(machine, query, null, null, sink)))
                .map(answer -> Forwarding.done(payloads.encode(machine.resultCodec(), answer)));
    }
}

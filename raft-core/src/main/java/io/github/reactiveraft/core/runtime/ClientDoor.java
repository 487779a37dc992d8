package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where commands and reads come in: here from the application, there from members that do not lead. Decides only the
 * way, to the log of this node or to the leader's.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> what the state machine puts out
 */
final class ClientDoor<C, Q, R> {

    private final NodeParts parts;
    private final RaftLoop loop;
    private final StateMachine<C, Q, R> machine;
    private final Proposals<R> proposals;
    private final Reads reads;
    private final Forwarding forwarding;
    private final StatusBoard board;

    ClientDoor(RaftLoop loop, StateMachine<C, Q, R> machine, NodeParts parts, StatusBoard board) {
        this.parts = parts;
        this.loop = loop;
        this.machine = machine;
        NodeId self = parts.settings().node();
        this.proposals = new Proposals<>(loop, self, parts.settings().limits(), parts.time());
        this.reads = new Reads(loop, parts, () -> leads() ? null : leaderToAsk());
        this.forwarding = new Forwarding(parts, board);
        this.board = board;
    }

    /** The commands that wait on this node. */
    Proposals<R> proposals() {
        return proposals;
    }

    /** The reads that wait on this node. */
    Reads reads() {
        return reads;
    }

    /** Answers of leaders that were asked for an index to read at, or for an answer. */
    Flux<?> readAnswers() {
        return Flux.merge(reads.answers(forwarding, parts.loop()), reads.elsewhere());
    }

    /** One command of the application. */
    Mono<R> submit(C command) {
        return Submission.once(submission -> {
            Bytes payload = encode(machine.commandCodec(), command);
            if (leads()) {
                return local(payload, submission);
            }
            NodeId leader = leaderToAsk();
            submission.taken();
            return forwarding.submit(leader, payload).map(this::decodeDone);
        });
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
        return Mono.defer(() -> forwarding.read(leader, encode(machine.queryCodec(), query)))
                .map(answer -> decode(machine.resultCodec(), answer));
    }

    /** A command of a member that does not lead; or its wish for an index to read at; never passed on again. */
    Mono<RaftResponse> forwarded(Forward forward) {
        return Mono.defer(() -> {
                    if (!leads()) {
                        return Mono.error(new RaftException.NotLeader(
                                parts.settings().node(), loop.view().leader()));
                    }
                    checkSize(forward.payload().length());
                    return switch (forward.kind()) {
                        case SUBMIT -> submit(forward.payload()).map(result -> Forwarding.done(encodeDone(result)));
                        case READ -> read(forward.payload());
                        case READ_INDEX ->
                            Mono.<Long>create(sink -> reads.ask(new IndexRead(sink)))
                                    .map(Forwarding::done);
                    };
                })
                .cast(RaftResponse.class)
                .onErrorResume(RaftException.class, refused -> Mono.just(Forwarding.failed(refused)));
    }

    private Mono<R> submit(Bytes payload) {
        decode(machine.commandCodec(), payload);
        return Submission.once(submission -> local(payload, submission));
    }

    private Mono<R> local(Bytes payload, Submission<R> submission) {
        proposals.enqueue(Proposal.command(payload), submission);
        return submission.outcome();
    }

    /** A leadership on a disk that gets nowhere is about to end: what is proposed to it has no chance. */
    private boolean leads() {
        boolean leads = loop.view().role() == Role.LEADER;
        if (leads && !board.status().storage().isWritable()) {
            throw new RaftException.Unavailable(
                    parts.settings().node() + " cannot lead, nothing was done: try another member" + ownDisk());
        }
        return leads;
    }

    private String ownDisk() {
        return switch (board.status().storage()) {
            case FULL -> "; its own disk is full, free some space there";
            case STALLED -> "; its own disk has stalled, check the device";
            case DAMAGED -> "; damage cost its own log entries, which only other members can give back";
            case OK, UNKNOWN -> "";
        };
    }

    /** The published leader, not the one of the latest step: forwarding waits for as long as that is published. */
    private NodeId leaderToAsk() {
        NodeId self = parts.settings().node();
        LeaderChange known = board.leader();
        NodeId leader = known.leader()
                .filter(node -> !node.equals(self))
                .orElseThrow(() -> new RaftException.Unavailable(
                        self + " knows no leader in term " + known.term() + ": try again in a moment" + ownDisk()));
        if (!parts.settings().forwarding()) {
            throw new RaftException.NotLeader(self, leader);
        }
        return leader;
    }

    /** The command is done: whatever is wrong with its result must not look like "definitely not done". */
    private R decodeDone(Bytes result) {
        try {
            return decode(machine.resultCodec(), result);
        } catch (RaftException unreadable) {
            throw new RaftException.OutcomeUnknown("Done, but the result is unreadable", unreadable);
        }
    }

    private Mono<Forwarded> read(Bytes payload) {
        Q query = decode(machine.queryCodec(), payload);
        return Mono.<R>create(sink -> reads.ask(new QueryRead<>(machine, query, null, null, sink)))
                .map(answer -> Forwarding.done(encode(machine.resultCodec(), answer)));
    }

    private Bytes encodeDone(R result) {
        try {
            return encode(machine.resultCodec(), result);
        } catch (RaftException unsendable) {
            throw new RaftException.OutcomeUnknown("Done, but the result cannot be sent", unsendable);
        }
    }

    private <T> Bytes encode(Codec<T> codec, T value) {
        try {
            Bytes bytes = Bytes.of(codec.encode(value));
            checkSize(bytes.length());
            return bytes;
        } catch (RaftException tooLarge) {
            throw tooLarge;
        } catch (RuntimeException cause) {
            throw new RaftException.Rejected("Cannot be encoded: " + cause.getMessage(), cause);
        }
    }

    private void checkSize(int length) {
        int most = parts.settings().limits().entryBytes();
        if (length > most) {
            throw new RaftException.Rejected("Takes " + length + " bytes, more than the " + most + " allowed", null);
        }
    }

    private static <T> T decode(Codec<T> codec, Bytes bytes) {
        try {
            return codec.decode(bytes.buffer());
        } catch (RuntimeException cause) {
            throw new RaftException.Rejected("Cannot be decoded: " + cause.getMessage(), cause);
        }
    }
}

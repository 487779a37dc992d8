package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftRequest.Forward.Kind;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded.Outcome;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.api.session.Admission;
import io.github.reactiveraft.api.spi.PeerException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Passes commands on to the leader, and asks it for indexes to read at. Waits for its answer as long as this node believes in that leader: a
 * leader that dies silently is noticed by the election timer.
 */
final class Forwarding {

    private final NodeParts parts;
    private final StatusBoard board;
    private final Admission admission;

    Forwarding(NodeParts parts, StatusBoard board) {
        this.parts = parts;
        this.board = board;
        this.admission = new Admission(parts.settings().node(), parts.settings().limits());
    }

    /** One command; the answer is the encoded result. With a ticket it is asked for again if no answer comes. */
    Mono<Bytes> submit(NodeId leader, @Nullable Ticket ticket, Bytes payload) {
        return ticket == null
                ? write(leader, answer(leader, new Forward(Kind.SUBMIT, payload)), payload.length())
                : writeOnce(leader, new Forward(Kind.SUBMIT_ONCE, ticket, payload));
    }

    /** A session; the answer is its number. */
    Mono<Long> openSession(NodeId leader) {
        return writeOnce(leader, new Forward(Kind.OPEN_SESSION, Bytes.empty())).map(answer -> number(leader, answer));
    }

    /** What is asked for twice may be refused now and have been taken before. */
    private Mono<Bytes> writeOnce(NodeId leader, Forward request) {
        return Mono.defer(() -> {
            AtomicInteger askedCount = new AtomicInteger();
            Mono<Bytes> question = Mono.defer(() -> {
                askedCount.incrementAndGet();
                return answer(leader, request);
            });
            return write(
                            leader,
                            Patience.askSeldom(parts, question),
                            request.payload().length())
                    .onErrorMap(
                            failure -> askedCount.get() > 1 && !(failure instanceof RaftException.ResultLost),
                            failure -> new RaftException.OutcomeUnknown(
                                    "Asked for several times; " + failure.getMessage(), failure));
        });
    }

    private Mono<Bytes> write(NodeId leader, Mono<Bytes> answer, int size) {
        return forward(leader, answer, size)
                .onErrorMap(
                        Forwarding::isNoAnswer,
                        failure -> isNeverSent(failure)
                                ? unreachable(leader, failure)
                                : new RaftException.OutcomeUnknown("No answer from the leader, " + leader, failure));
    }

    /** An index to read at. */
    Mono<Long> readIndex(NodeId leader) {
        return read(leader, new Forward(Kind.READ_INDEX, Bytes.empty())).map(answer -> number(leader, answer));
    }

    /** One query, to be answered from the leader's state. */
    Mono<Bytes> read(NodeId leader, Bytes payload) {
        return read(leader, new Forward(Kind.READ, payload));
    }

    /** Nothing is ever half done by reading, so every failure is a definite one. */
    private Mono<Bytes> read(NodeId leader, Forward request) {
        Mono<Bytes> asked = Patience.askAgain(parts, answer(leader, request));
        return forward(leader, asked, request.payload().length())
                .onErrorMap(
                        failure -> isNoAnswer(failure) || failure instanceof RaftException.OutcomeUnknown,
                        failure -> unreachable(leader, failure));
    }

    private static long number(NodeId leader, Bytes answer) {
        if (answer.length() != Long.BYTES) {
            throw new RaftException.Unavailable(
                    leader + " answers with " + answer.length() + " bytes where a number was asked for");
        }
        return answer.buffer().getLong();
    }

    private Mono<Bytes> forward(NodeId leader, Mono<Bytes> answer, int size) {
        return Mono.defer(() -> {
            RaftException overloaded = admission.admit(size);
            if (overloaded != null) {
                return Mono.error(overloaded);
            }
            return Mono.firstWithSignal(answer, abandoned(leader)).doFinally(signal -> admission.release(size));
        });
    }

    private Mono<Bytes> answer(NodeId leader, Forward request) {
        return Mono.defer(() -> parts.transport().peer(leader).call(request))
                .map(reply -> result(leader, reply.response()));
    }

    /** Fails when this node no longer believes in the leader, or stops: however it stops, the leader may go on. */
    private Mono<Bytes> abandoned(NodeId leader) {
        return board.leaders()
                .onErrorComplete()
                // A change tells that there is news; it may itself be older than the belief this began with.
                .filter(change -> !board.status().leader().equals(Optional.of(leader)))
                .next()
                .then(Mono.error(() -> new RaftException.OutcomeUnknown(
                        leader + " no longer leads, as far as "
                                + parts.settings().node() + " knows, and has not answered",
                        null)));
    }

    private static boolean isNoAnswer(Throwable failure) {
        return !(failure instanceof RaftException);
    }

    private static boolean isNeverSent(Throwable failure) {
        return failure instanceof PeerException unsent && !unsent.isMaybeDelivered();
    }

    private static Bytes result(NodeId leader, RaftResponse response) {
        if (response instanceof Forwarded forwarded) {
            return result(leader, forwarded);
        }
        throw new RaftException.Unavailable(leader + " does not serve: " + response);
    }

    private static Bytes result(NodeId leader, Forwarded answer) {
        String message = leader + ": " + answer.message();
        return switch (answer.outcome()) {
            case DONE -> answer.payload();
            case NOT_LEADER -> throw new RaftException.NotLeader(leader, answer.leader());
            case UNAVAILABLE, CLOSED -> throw new RaftException.Unavailable(message);
            case OVERLOADED -> throw new RaftException.Overloaded(message);
            case REJECTED -> throw new RaftException.Rejected(message, null);
            case UNKNOWN -> throw new RaftException.OutcomeUnknown(message, null);
            case SESSION_EXPIRED -> throw new RaftException.SessionExpired(message);
            case RESULT_LOST -> throw new RaftException.ResultLost(message, null);
        };
    }

    private static RaftException unreachable(NodeId leader, Throwable failure) {
        return new RaftException.Unavailable("The leader, " + leader + ", cannot be reached: " + failure.getMessage());
    }

    /** The answer to a member whose request succeeded here. */
    static Forwarded done(Bytes result) {
        return new Forwarded(Outcome.DONE, result, "", null);
    }

    /** The answer to a member that wants an index, or a session. */
    static Forwarded done(long number) {
        return done(Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
    }

    /** The answer to a member whose request failed here. */
    static Forwarded failed(RaftException cause) {
        @Nullable
        NodeId leader =
                cause instanceof RaftException.NotLeader hint ? hint.leader().orElse(null) : null;
        return new Forwarded(outcome(cause), Bytes.empty(), String.valueOf(cause.getMessage()), leader);
    }

    private static Outcome outcome(RaftException cause) {
        if (cause instanceof RaftException.NotLeader) {
            return Outcome.NOT_LEADER;
        }
        if (cause instanceof RaftException.Unavailable) {
            return Outcome.UNAVAILABLE;
        }
        if (cause instanceof RaftException.Overloaded) {
            return Outcome.OVERLOADED;
        }
        if (cause instanceof RaftException.Rejected) {
            return Outcome.REJECTED;
        }
        if (cause instanceof RaftException.SessionExpired) {
            return Outcome.SESSION_EXPIRED;
        }
        if (cause instanceof RaftException.ResultLost) {
            return Outcome.RESULT_LOST;
        }
        return cause.isDefinitelyNotDone() ? Outcome.CLOSED : Outcome.UNKNOWN;
    }
}

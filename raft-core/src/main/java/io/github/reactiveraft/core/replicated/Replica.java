package io.github.reactiveraft.core.replicated;

import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Ticket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One replica of what is replicated: the application's state machine, and around it the sessions of clients. Called on the
 * loop, one call at a time, as the state machine is.
 *
 * @param <C> commands
 * @param <R> what the state machine puts out
 */
public final class Replica<C, R> {

    private final StateMachine<C, ?, R> machine;
    private SessionTable<R> sessions = new SessionTable<>();

    /** A replica that nothing was applied to yet. */
    public Replica(StateMachine<C, ?, R> machine) {
        this.machine = machine;
    }

    /**
     * Applies a committed entry, the one behind the last.
     *
     * @throws IllegalStateException if the state machine threw, an Error included: this replica is of no use any more
     */
    public Applied<R> apply(EntryBatch batch, long index) {
        sessions.passTo(batch.timestamp(index));
        return switch (batch.type(index)) {
            case NOOP -> Applied.nothing();
            case COMMAND -> batch.session(index) == 0 ? execute(batch, index) : executeOnce(batch, index);
            case OPEN_SESSION -> open(batch, index);
        };
    }

    private Applied<R> open(EntryBatch batch, long index) {
        ByteBuffer payload = batch.payload(index).order(ByteOrder.LITTLE_ENDIAN);
        long timeout = payload.remaining() == Long.BYTES ? payload.getLong() : sessions.timeout();
        sessions.open(index, timeout, batch.timestamp(index));
        return Applied.opened();
    }

    /** Thesis §6.3: what was executed is answered as it was then. */
    private Applied<R> executeOnce(EntryBatch batch, long index) {
        Session<R> session = sessions.hear(batch.session(index), batch.timestamp(index));
        if (session == null) {
            return Applied.expired();
        }
        long packed = batch.sequence(index);
        long sequence = Ticket.sequence(packed);
        Replies<R> replies = session.replies();
        sessions.forgetBefore(session, sequence - Ticket.lag(packed));
        if (sequence < replies.unanswered()) {
            return Applied.forgotten();
        }
        Reply<R> reply = replies.reply(sequence);
        if (reply != null) {
            return Applied.repeated(reply.result());
        }
        Applied<R> applied = execute(batch, index);
        sessions.answered(session, sequence, new Reply<>(applied.result(), byteCount(applied.result())));
        return applied;
    }

    /** A result without an encoding cannot be sent to anybody, nor does it come into a snapshot. */
    private int byteCount(@Nullable R result) {
        try {
            return result == null ? 0 : machine.resultCodec().encode(result).length;
        } catch (RuntimeException unencodable) {
            return 0;
        }
    }

    /** Reactor would let some of what may be thrown pass through unseen. */
    private Applied<R> execute(EntryBatch batch, long index) {
        EntryContext<R> context = new EntryContext<>(batch, index);
        try {
            @Nullable R result = machine.apply(machine.commandCodec().decode(batch.payload(index)), context);
            return Applied.executed(result, context.changes());
        } catch (RuntimeException | Error thrown) {
            throw new IllegalStateException(
                    "The state machine threw at index " + index + " of term " + batch.term(index) + ": " + thrown,
                    thrown);
        }
    }

    /**
     * Captures everything as it is now; see {@link StateMachine#snapshot}. What the state machine throws comes as the error of
     * the publisher.
     */
    public Publisher<ByteBuffer> snapshot() {
        return Flux.concat(new SessionImage<>(machine.resultCodec()).chunks(sessions), state());
    }

    private Publisher<ByteBuffer> state() {
        try {
            return Objects.requireNonNull(machine.snapshot(), "it answered null");
        } catch (RuntimeException | Error thrown) {
            return Flux.error(thrown);
        }
    }

    /**
     * Replaces everything; see {@link StateMachine#restore}. The sessions of before hold until it has completed. A machine
     * without a state need not ask for its chunks; then they are read here.
     */
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        SessionReader<R> reader = new SessionReader<>(new SessionImage<>(machine.resultCodec()));
        Flux<ByteBuffer> state = chunks.map(reader::read)
                .concatWith(Mono.fromSupplier(reader::rest))
                .filter(ByteBuffer::hasRemaining);
        return Mono.defer(() -> machine.restore(state))
                .then(Mono.defer(() -> reader.isDone() ? Mono.empty() : state.then()))
                .then(Mono.fromRunnable(() -> sessions = reader.table()));
    }

    /**
     * Gives away the numbers that stand for everything, which are the same on all replicas: the sessions', if there are any,
     * behind the state machine's.
     */
    public void digest(LongConsumer numbers) {
        numbers.accept(machine.digest());
        if (sessions.count() > 0) {
            numbers.accept(sessions.timeout());
            for (Session<R> session : sessions.oldestFirst()) {
                numbers.accept(session.id());
                numbers.accept(session.lastHeard());
                numbers.accept(session.replies().unanswered());
                numbers.accept(session.replies().count());
            }
        }
    }
}

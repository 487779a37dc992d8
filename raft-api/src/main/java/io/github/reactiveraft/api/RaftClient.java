package io.github.reactiveraft.api;

import io.github.reactiveraft.api.RaftException.OutcomeUnknown;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A replicated state machine, as those who use it see it: the same on a member of the cluster ({@link RaftNode}) and in any
 * other process.
 *
 * <p>Everything is lazy: nothing happens before a subscription. A subscriber that blocks or computes for long must move off
 * the thread that signals first ({@code publishOn}). Errors are {@link RaftException}s, whose type says what the caller may
 * do next.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
public interface RaftClient<C, Q, R> {

    /** How many commands of one {@link #submitAll} are under way at a time. */
    int STREAM_WINDOW = 256;

    /**
     * Replicates a command and answers with the state machine's result once a majority holds the command on disk and the
     * leader has applied it.
     *
     * <p>The {@code Mono} is one command, executed once (thesis §6.3): if its outcome is not seen, the cluster is asked for it
     * again, for a limited time. Subscribing again (retry, repeat) never has it executed twice, either. If the outcome was
     * definitely not done, it is offered anew; if it succeeded or is unknown, that outcome is repeated. Cancelling may withdraw
     * it; what was taken already may still be committed.
     *
     * @return the result; or a {@link RaftException}, of which only {@link OutcomeUnknown} leaves open whether the command was,
     *     or will be, executed
     */
    Mono<R> submit(C command);

    /**
     * Replicates the commands of a stream, each once, and answers with their results in their order. The stream is asked for
     * more as results come and are taken: at most {@link #STREAM_WINDOW} are under way, so that it runs at the rate at which
     * the cluster makes them durable, and the subscriber takes what comes of them.
     *
     * <p>Each subscription is a stream of its own. The first command that fails ends it, with what that failed with; how many
     * results came before tells which one it was, and {@link OutcomeUnknown} says so in words. Commands behind it that were
     * under way may be executed, or be executed yet.
     */
    default Flux<R> submitAll(Publisher<? extends C> commands) {
        return Flux.from(commands)
                .index()
                .flatMapSequential(
                        numbered -> submit(numbered.getT2())
                                .onErrorMap(
                                        OutcomeUnknown.class,
                                        unknown -> new OutcomeUnknown(
                                                "Command " + (numbered.getT1() + 1) + " of the stream: "
                                                        + unknown.getMessage(),
                                                unknown)),
                        STREAM_WINDOW,
                        1);
    }

    /** A linearizable read, see {@link ReadMode#LINEARIZABLE}. */
    default Mono<R> read(Q query) {
        return read(query, ReadMode.LINEARIZABLE);
    }

    /**
     * Answers a query from a replica's state, once that is as fresh as the mode demands. Nothing is written. Each subscription
     * is a read of its own.
     *
     * @return the answer; or a {@link RaftException}
     */
    Mono<R> read(Q query, ReadMode mode);

    /** The changes that a replica applies from the subscription on, see {@link #watch(long)}. */
    Flux<Change<R>> watch();

    /**
     * The changes of all commands from an index on, in log order, without gaps and without repetitions: first what a replica still
     * has of the past, then whatever comes. Who has seen everything up to an index goes on behind it, on any replica, after
     * whatever. A subscriber is as fast as its demand, and disturbs nobody.
     *
     * @param fromIndex from 1; an index that is yet to come is waited for
     * @return ends with {@link RaftException.Compacted}, which says how to go on, if the replica does not have all that anymore;
     *     or with another {@link RaftException} if there is no replica any more
     */
    Flux<Change<R>> watch(long fromIndex);

    /** Who leads, as far as is known here, now and at every change; a slow subscriber gets the latest only. */
    Flux<LeaderChange> leaders();

    /** Gives back everything that is held for this client. Closing again waits for the same end. */
    Mono<Void> close();
}

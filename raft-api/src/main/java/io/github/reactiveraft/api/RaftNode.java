package io.github.reactiveraft.api;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A running member of a cluster, as its own process sees it.
 *
 * <p>Everything is lazy: nothing happens before a subscription. Signals arrive on the node's loop, the one thread that
 * also runs elections and replication: a subscriber that blocks or computes for long must move off it first
 * ({@code publishOn}). Errors are {@link RaftException}s, whose type says what the caller may do next.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
public interface RaftNode<C, Q, R> extends RaftClient<C, Q, R> {

    /** This node's name. */
    NodeId id();

    /**
     * Replicates a command and answers with the state machine's result once a majority holds the command on disk and
     * this cluster's leader has applied it. Works on every member: a follower passes the command on to the leader.
     *
     * <p>The {@code Mono} is one command, executed once (thesis §6.3): if its outcome is not seen, because the leader is lost, this
     * node asks the next one for it, for as long as {@link SessionPolicy#patience} says. Subscribing again (retry, repeat)
     * never has it executed twice, either. If the outcome was definitely not done, it is offered anew; if it succeeded or is
     * unknown, that outcome is repeated.
     *
     * <p>Cancelling before the leader took the command withdraws it; afterwards it may still be committed.
     *
     * @return the result; or {@link RaftException.NotLeader}, {@link RaftException.Unavailable},
     *     {@link RaftException.Overloaded}, {@link RaftException.Rejected}, {@link RaftException.Closed} and
     *     {@link RaftException.Fatal}: definitely not done; or {@link RaftException.OutcomeUnknown}, if this node ends, finds no
     *     leader in time, or is cut off for so long that its session ends: may be done, now or later;
     *     or {@link RaftException.ResultLost}: done, and its result is not to be had
     */
    @Override
    Mono<R> submit(C command);

    /**
     * Answers a query from this replica's state, once that is as fresh as the mode demands. Works on every member; nothing is
     * written. Each subscription is a read of its own.
     *
     * @return the answer; or {@link RaftException.NotLeader}, {@link RaftException.Unavailable}, {@link
     *     RaftException.Overloaded}, {@link RaftException.Rejected}, {@link RaftException.Closed} and {@link
     *     RaftException.Fatal}
     */
    @Override
    Mono<R> read(Q query, ReadMode mode);

    /**
     * The changes that this replica applies from the subscription on; otherwise as {@link #watch(long)}. Whoever needs the state
     * as well reads it first, and watches behind it, as {@link RaftException.Compacted} says.
     */
    @Override
    Flux<Change<R>> watch();

    /**
     * The changes of all commands from an index on, in log order, without gaps and each once: first those of the past, as far
     * as this replica still has them, then those that it applies. The changes of one command, which have its index, come in the
     * order they were emitted. They are the same on every replica, so whoever has seen everything up to an index goes on with
     * the next one anywhere: after a lost connection, a change of leader, a restart of the node.
     *
     * <p>Nothing waits here for a watcher but the node's newest changes, the same ones for all ({@link RaftLimits#watchBytes}):
     * a slow one costs and disturbs nobody. If what it needs next has gone, or is not here because the state came with a
     * snapshot, it is ended. Each subscription is a watch of its own; it does not end by itself.
     *
     * @param fromIndex the first index wanted, from 1; one that is still to come is waited for
     * @return the changes; or {@link RaftException.Compacted}, which says how to go on, {@link RaftException.Closed}, {@link
     *     RaftException.Fatal}, and {@link IllegalArgumentException} if there can be no such index
     */
    @Override
    Flux<Change<R>> watch(long fromIndex);

    /** The node as it is now: a snapshot, consistent in itself. */
    RaftStatus status();

    /** The node's status, now and whenever it changes; a slow subscriber gets the latest and misses those between. */
    Flux<RaftStatus> statuses();

    /** The node's role with its term, now and at every change; a slow subscriber gets the latest only. */
    Flux<RoleChange> roles();

    /** Asks every member for its status; who does not answer within an election timeout is listed as unreachable. */
    Mono<List<MemberStatus>> cluster();

    /**
     * Completes when the node was closed, or fails with {@link RaftException.Fatal} when it had to stop by itself, its
     * disk or its state machine having failed.
     */
    Mono<Void> terminated();

    /**
     * Stops the node. A leader hands over first (thesis §3.10): from the subscription on it refuses what comes with {@link
     * RaftException.Unavailable}, has a member that has everything stand for election, and stops once that leads, or after an
     * election timeout. Then every waiting command and read is answered, writes under way end, the disk's lock is given back.
     * Closing again waits for the same end.
     */
    @Override
    Mono<Void> close();
}

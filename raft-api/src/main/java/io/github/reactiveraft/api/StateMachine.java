package io.github.reactiveraft.api;

/**
 * What is replicated: the application's state and the two ways to touch it. Every replica applies the same commands in
 * the same order, so the same state arises everywhere; that holds only while {@link #apply} is deterministic.
 *
 * <p>One instance belongs to one node. All methods are called one at a time, on the node's loop, so the state needs no
 * locks; they must not block.
 *
 * @param <C> commands: what changes the state
 * @param <Q> queries: what only looks at it
 * @param <R> everything that comes out: results of commands, answers to queries, change events
 */
public interface StateMachine<C, Q, R> {

    /** How commands stand in the log and on the wire. */
    Codec<C> commandCodec();

    /** How queries travel to the leader. */
    Codec<Q> queryCodec();

    /** How results travel back. */
    Codec<R> resultCodec();

    /**
     * Applies a committed command. Must depend on nothing but the state, the command and the context: no clock, no
     * randomness of its own, no iteration over hash-ordered collections.
     *
     * <p>A business failure is a result. A throw means that this replica no longer knows its state: the node stops and
     * says so, it does not skip the command.
     */
    R apply(C command, ApplyContext<R> context);

    /** Answers from the state as it is, without changing it. A throw fails this one read and nothing else. */
    R query(Q query);
}

package io.github.reactiveraft.api;

/**
 * What clients of a state machine have to know of it: how everything that goes in and comes out stands in bytes.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> everything that comes out: results of commands, answers to queries, change events
 */
public interface Codecs<C, Q, R> {

    /** How commands stand in the log and on the wire. */
    Codec<C> commandCodec();

    /** How queries travel to the leader. */
    Codec<Q> queryCodec();

    /**
     * How results travel back. They also stand in snapshots for as long as their clients may ask for them again: one that an
     * earlier release wrote and this one cannot read is lost, and nothing else is.
     */
    Codec<R> resultCodec();
}

package io.github.reactiveraft.api;

import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is replicated: the application's state and the two ways to touch it. Every replica applies the same commands in
 * the same order, so the same state arises everywhere; that holds only while {@link #apply} is deterministic.
 *
 * <p>One instance belongs to one node. All methods are called one at a time, on the node's loop, so the state needs no
 * locks; they must not block. Only what {@link #snapshot} and {@link #restore} hand over is read elsewhere.
 *
 * @param <C> commands: what changes the state
 * @param <Q> queries: what only looks at it
 * @param <R> everything that comes out: results of commands, answers to queries, change events
 */
public interface StateMachine<C, Q, R> extends Codecs<C, Q, R> {

    /**
     * Applies a committed command. Must depend on nothing but the state, the command and the context: no clock, no
     * randomness of its own, no iteration over hash-ordered collections.
     *
     * <p>The result is kept for as long as its client may ask for it again, and encoded on another thread when a snapshot is
     * written: it must not change any more.
     *
     * <p>A business failure is a result. A throw means that this replica no longer knows its state: the node stops and
     * says so, it does not skip the command.
     */
    R apply(C command, ApplyContext<R> context);

    /** Answers from the state as it is, without changing it. A throw fails this one read and nothing else. */
    R query(Q query);

    /**
     * Captures the state as it is now, between two commands, so that the log up to here can go (§7). Returns at once: the
     * chunks are read later, while commands go on being applied, and must show the state of this moment. Copy a small
     * state; of a large one, capture an immutable version.
     *
     * @return chunks of any length, together the whole state: read once, one at a time as the disk takes them, on a thread
     *     that may block. The buffer belongs to the reader. An error costs this snapshot, not the node
     */
    Publisher<ByteBuffer> snapshot();

    /**
     * Replaces the state by a captured one: at the start, or because this replica is far behind. No other method is called
     * until this has ended.
     *
     * @param chunks the state as {@link #snapshot} captured it here or on another replica, perhaps in an earlier release;
     *     cut into other chunks than it was written in. Checked: an error comes in place of damaged bytes. Signals on a
     *     thread that may block; each buffer is valid only until the next one is requested
     * @return completes when the state is replaced. An error ends this node
     */
    Mono<Void> restore(Flux<ByteBuffer> chunks);

    /**
     * A number that stands for the state, which replicas compare every so many entries: one that differs from a majority
     * stops and says so ({@link RaftSettings#digestEntryCount}). Called between two commands; must be cheap, keep one as
     * commands come rather than go through a large state, and must change nothing. Equal states give equal numbers on
     * every replica, whether it applied all commands or was restored from a snapshot, in every Java and every release: no
     * {@code hashCode} but those whose value is specified. A release that counts otherwise is brought in with digests off.
     *
     * <p>The node adds to it what the one command right there put out, its result and its changes, so that replicas that
     * answer differently may be found even without this; what commands put out between two such points is not looked at.
     * A throw costs this comparison, not the node.
     *
     * @return the number, by default 0, which says nothing of the state
     */
    default long digest() {
        return 0;
    }
}

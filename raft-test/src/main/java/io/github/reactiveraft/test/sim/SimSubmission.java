package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.model.Bytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One command handed to one node, and what became of it so far.
 *
 * @param <R> results
 */
public final class SimSubmission<R> {

    private final Bytes payload;
    private final Sinks.One<SimSubmission<R>> decided = Sinks.one();
    private long term;
    private long index;
    private long applicationIndex;
    private @Nullable R result;
    private @Nullable Throwable error;

    SimSubmission(Bytes payload) {
        this.payload = payload;
    }

    /** Whether it is known if the node took the command into its log as leader. */
    public boolean isDecided() {
        return isAccepted() || error != null || result != null;
    }

    /** This, once {@link #isDecided}; signals in the middle of the node's work, so go elsewhere to do more. */
    public Mono<SimSubmission<R>> decided() {
        return decided.asMono();
    }

    /** Whether the node took the command into its log as leader; whether it stays there is another matter. */
    public boolean isAccepted() {
        return index > 0;
    }

    /** The leader's term, 0 unless accepted. */
    public long term() {
        return term;
    }

    /** The place in the leader's log, 0 unless accepted. */
    public long index() {
        return index;
    }

    /** The place among the commands of the leader's log, from 1, other entries not counted; 0 unless accepted. */
    public long applicationIndex() {
        return applicationIndex;
    }

    /** What the state machine answered, once it did. */
    public Optional<R> result() {
        return Optional.ofNullable(result);
    }

    /** Why there is no result and never will be, once that is known. */
    public Optional<Throwable> error() {
        return Optional.ofNullable(error);
    }

    Bytes payload() {
        return payload;
    }

    void onAccepted(long leaderTerm, long logIndex, long commandIndex) {
        term = leaderTerm;
        index = logIndex;
        applicationIndex = commandIndex;
        decided.tryEmitValue(this);
    }

    void onResult(R value) {
        result = value;
        decided.tryEmitValue(this);
    }

    void onError(Throwable cause) {
        error = cause;
        decided.tryEmitValue(this);
    }

    void onCrash() {
        onError(new RaftException.OutcomeUnknown("The node crashed", null));
    }
}

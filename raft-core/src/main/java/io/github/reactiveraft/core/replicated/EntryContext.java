package io.github.reactiveraft.core.replicated;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.model.EntryBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one command may know.
 *
 * @param <R> what the state machine puts out
 */
final class EntryContext<R> implements ApplyContext<R> {

    /** Keeps the seeds of all entries apart, and off the step width of the generator, which is the golden ratio. */
    private static final long SPREAD = 0xD1342543DE82EF95L;

    private final EntryBatch batch;
    private final long index;
    private final List<Change<R>> changes = new ArrayList<>(1);
    private @Nullable RandomGenerator random;

    EntryContext(EntryBatch batch, long index) {
        this.batch = batch;
        this.index = index;
    }

    @Override
    public long index() {
        return index;
    }

    @Override
    public long term() {
        return batch.term(index);
    }

    @Override
    public Instant timestamp() {
        return Instant.ofEpochMilli(batch.timestamp(index));
    }

    @Override
    public RandomGenerator random() {
        RandomGenerator drawn = random;
        if (drawn == null) {
            drawn = new SplittableRandom(index * SPREAD + term());
            random = drawn;
        }
        return drawn;
    }

    @Override
    public void emit(R change) {
        changes.add(new Change<>(index, change));
    }

    /** What the command emitted. */
    List<Change<R>> changes() {
        return changes;
    }
}

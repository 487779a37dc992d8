package io.github.reactiveraft.test.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Records operations while they run. {@link #invoke} gives each a handle, its answer goes to {@link #complete}; an
 * operation whose answer never came counts as one that may have happened, until somebody who knows better says
 * {@link #happened} or {@link #neverHappened}. The fewer are left in doubt, the faster the judgement.
 *
 * <p>Not for several threads at once. Every method throws {@code IllegalStateException} if what it is told contradicts
 * what was told before, and {@code IndexOutOfBoundsException} for a handle that is none.
 *
 * @param <I> inputs
 * @param <O> outputs
 */
public final class History<I, O> {

    private final List<Operation<I, O>> operations = new ArrayList<>();

    /** Operations whose answer may still come. */
    private final BitSet open = new BitSet();

    /** Operations that left no trace; they keep their handles, so that those of the others stay what they are. */
    private final BitSet struck = new BitSet();

    /**
     * A client asks for something.
     *
     * @param at when, in nanoseconds of the history's clock
     * @return the handle under which the outcome is recorded
     */
    public int invoke(String client, String key, I input, long at) {
        int handle = operations.size();
        operations.add(new Operation<>(client, key, input, at, new Outcome.Unknown<>()));
        open.set(handle);
        return handle;
    }

    /**
     * The answer arrived.
     *
     * @throws IllegalArgumentException if it arrived before the call
     */
    public void complete(int handle, O output, long at) {
        requireOpen(handle);
        resolve(handle, new Outcome.Completed<>(output, at));
    }

    /** The answer will not come: the client gave up, or was told that the outcome is unknown. */
    public void lost(int handle) {
        requireOpen(handle);
        open.clear(handle);
    }

    /** It took effect at some time after its call, although nobody was told: found in the committed log, for example. */
    public void happened(int handle) {
        requireDoubt(handle);
        resolve(handle, new Outcome.Happened<>());
    }

    /** It had no effect and never will: refused before it reached a log, for example. It leaves the history. */
    public void neverHappened(int handle) {
        requireDoubt(handle);
        open.clear(handle);
        struck.set(handle);
    }

    /** What is known by now, in the order of the invocations; a copy that stays as it is. Open operations are unknown. */
    public List<Operation<I, O>> operations() {
        List<Operation<I, O>> kept = new ArrayList<>(operations.size() - struck.cardinality());
        for (int handle = struck.nextClearBit(0);
                handle < operations.size();
                handle = struck.nextClearBit(handle + 1)) {
            kept.add(operations.get(handle));
        }
        return List.copyOf(kept);
    }

    private void requireOpen(int handle) {
        Operation<I, O> operation = operations.get(handle);
        if (!open.get(handle)) {
            throw new IllegalStateException("Is not open any more: " + operation);
        }
    }

    private void requireDoubt(int handle) {
        Operation<I, O> operation = operations.get(handle);
        if (operation.outcome().isCertain() || struck.get(handle)) {
            throw new IllegalStateException("Is in no doubt any more: " + operation);
        }
    }

    private void resolve(int handle, Outcome<O> outcome) {
        Operation<I, O> asked = operations.get(handle);
        operations.set(handle, new Operation<>(asked.client(), asked.key(), asked.input(), asked.calledAt(), outcome));
        open.clear(handle);
    }
}

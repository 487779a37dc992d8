package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.ApplyContext;
import java.util.Deque;

/**
 * A sum with a command that is not deterministic: on whichever replica is the first to apply it, which is the leader, it
 * adds the first of some numbers that all replicas draw from, on the second the second one, and later nothing.
 */
final class Drifting extends SimSum {

    static final long SPOIL = 0;

    private final Deque<Long> drifts;

    Drifting(Deque<Long> drifts) {
        this.drifts = drifts;
    }

    @Override
    public Long apply(Long command, ApplyContext<Long> context) {
        return super.apply(command == SPOIL && !drifts.isEmpty() ? drifts.removeFirst() : command, context);
    }
}

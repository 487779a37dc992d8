package io.github.reactiveraft.test.sim;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** Something to be run at an instant. Cancelling takes no search: the task stays queued and is skipped when due. */
final class SimTask implements Disposable, Comparable<SimTask> {

    private final long at;
    private final long tie;
    private final long sequence;
    private final int lane;
    private final Scope scope;
    private @Nullable Runnable action;

    SimTask(long at, long tie, long sequence, int lane, Scope scope, Runnable action) {
        this.at = at;
        this.tie = tie;
        this.sequence = sequence;
        this.lane = lane;
        this.scope = scope;
        this.action = action;
    }

    long at() {
        return at;
    }

    long sequence() {
        return sequence;
    }

    int lane() {
        return lane;
    }

    /** Takes the action out, so that it runs once; null if it must not run. */
    @Nullable
    Runnable take() {
        Runnable taken = isDisposed() ? null : action;
        action = null;
        return taken;
    }

    @Override
    public void dispose() {
        action = null;
    }

    @Override
    public boolean isDisposed() {
        return action == null || scope.isDisposed();
    }

    @Override
    public int compareTo(SimTask other) {
        int order = Long.compare(at, other.at);
        if (order == 0) {
            order = Long.compare(tie, other.tie);
        }
        return order != 0 ? order : Long.compare(sequence, other.sequence);
    }
}

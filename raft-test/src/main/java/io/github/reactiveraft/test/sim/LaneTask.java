package io.github.reactiveraft.test.sim;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** Something that a lane is to run once, in its turn. */
final class LaneTask implements Disposable {

    private final Scope scope;
    private @Nullable Runnable action;
    private boolean isServed;

    LaneTask(Scope scope, Runnable action) {
        this.scope = scope;
        this.action = action;
    }

    /** Its service time has begun. */
    void serve() {
        isServed = true;
    }

    boolean isServed() {
        return isServed;
    }

    /** What is to be run; null if it was run, or must not be. */
    @Nullable
    Runnable action() {
        return isDisposed() ? null : action;
    }

    void run() {
        Runnable taken = action();
        action = null;
        if (taken != null) {
            taken.run();
        }
    }

    @Override
    public void dispose() {
        action = null;
    }

    @Override
    public boolean isDisposed() {
        return action == null || scope.isDisposed();
    }
}

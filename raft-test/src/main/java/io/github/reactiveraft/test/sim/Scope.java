package io.github.reactiveraft.test.sim;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** What tasks belong to: a process, a lane of it, a worker of a lane. When it is over, none of its tasks runs any more. */
final class Scope implements Disposable {

    private final @Nullable Scope parent;
    private boolean isOver;

    Scope(@Nullable Scope parent) {
        this.parent = parent;
    }

    @Override
    public void dispose() {
        isOver = true;
    }

    @Override
    public boolean isDisposed() {
        return isOver || (parent != null && parent.isDisposed());
    }
}

package io.github.reactiveraft.examples.counter.http;

import io.github.reactiveraft.api.RaftException;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the watchers of a door and lets no more in than it can serve. */
final class Watchers {

    private final int limit;
    private final AtomicInteger count = new AtomicInteger();

    Watchers(int limit) {
        this.limit = limit;
    }

    /** Takes a place, to be given back by {@link #leave}. */
    Watchers enter() {
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            throw new RaftException.Overloaded(
                    "There are " + limit + " watchers here already: watch elsewhere, or later");
        }
        return this;
    }

    void leave() {
        count.decrementAndGet();
    }
}

package io.github.reactiveraft.benchmarks.rivals;

import java.util.concurrent.ThreadFactory;

/** Threads that keep no process alive. */
public final class Daemons {

    private Daemons() {}

    /** Each of this name. */
    public static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}

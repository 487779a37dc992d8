package io.github.reactiveraft.test.sim;

/** What a lane runs on: a process that may be paused, slow, out of step with the world's time, and killed. */
interface Host {

    /** What ends with the host. */
    Scope scope();

    /** Whether nothing runs at the moment. */
    boolean isPaused();

    /** Does something once nothing keeps the host from running any more. */
    void onResume(Runnable action);

    /** How many nanoseconds of the world pass while the host counts so many. */
    long toWorld(long nanos);

    /** A host that is none: it keeps the world's time and only ever ends. */
    static Host of(Scope scope) {
        return new Host() {
            @Override
            public Scope scope() {
                return scope;
            }

            @Override
            public boolean isPaused() {
                return false;
            }

            @Override
            public void onResume(Runnable action) {
                throw new IllegalStateException("Nothing ever pauses here");
            }

            @Override
            public long toWorld(long nanos) {
                return nanos;
            }
        };
    }
}

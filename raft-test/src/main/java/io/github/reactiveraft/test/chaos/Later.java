package io.github.reactiveraft.test.chaos;

/** Does something some milliseconds later, unless all is over by then. */
interface Later {
    void run(long millis, Runnable action);
}

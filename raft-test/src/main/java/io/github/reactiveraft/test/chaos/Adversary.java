package io.github.reactiveraft.test.chaos;

/** Whoever does things to a cluster that it has to survive. */
interface Adversary {

    /** Begins. */
    void start();

    /** Stops, and mends everything that can be mended. */
    void end();
}

package io.github.reactiveraft.benchmarks.jraft;

/** A question on its way to a member. */
record SumRequest() {}

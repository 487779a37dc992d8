package io.github.reactiveraft.benchmarks.limit;

/** The same, with clients that send as one what comes while requests are under way. */
public final class BatchedLimit extends Limit {

    /** Made by the service loader. */
    public BatchedLimit() {
        super("limit-batched", true);
    }
}

package io.github.reactiveraft.benchmarks.results;

/** Samples of which only some numbers matter. */
final class SamplesOf {

    private SamplesOf() {}

    static Sample durable(String system, int payload, int concurrency, double opsPerSecond) {
        return new Sample(
                system,
                "durable",
                payload,
                concurrency,
                0,
                8,
                opsPerSecond,
                1_500,
                4_000,
                5_000,
                6_000,
                0,
                0,
                false,
                12.5,
                null,
                null,
                null,
                200,
                null,
                100,
                900,
                0.01,
                150.0,
                false);
    }
}

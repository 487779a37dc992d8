package io.github.reactiveraft.core.runtime;

import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * For questions that may be asked twice: requests and answers get lost, and whoever waits for one answer may wait in vain
 * (§5.1, §5.5).
 */
final class Patience {

    private static final int QUESTIONS_IN_FLIGHT = 16;
    private static final int DOUBLINGS = 10;

    private Patience() {}

    /** Asks, and again after each heartbeat interval without an answer; the first signal but completion counts. */
    static <T> Mono<T> askAgain(NodeParts parts, Mono<T> question) {
        return Flux.interval(parts.settings().timing().heartbeat(), parts.loop())
                .onBackpressureDrop()
                .startWith(0L)
                .flatMap(attempt -> question, QUESTIONS_IN_FLIGHT)
                .next();
    }

    /**
     * Asks, and again after an election timeout without an answer, then after twice as long, and so on: a leader that is slow
     * because it has too much to do is not given more of it. The first signal but completion counts.
     */
    static <T> Mono<T> askSeldom(NodeParts parts, Mono<T> question) {
        Duration first = parts.settings().timing().electionTimeoutMax();
        return Flux.range(0, DOUBLINGS)
                .concatMap(times -> Mono.delay(first.multipliedBy(1L << times), parts.loop()), 0)
                .startWith(0L)
                .flatMap(attempt -> question, DOUBLINGS + 1)
                .next();
    }
}

package io.github.reactiveraft.core.runtime;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * For questions that may be asked twice: requests and answers get lost, and whoever waits for one answer may wait in vain
 * (§5.1, §5.5).
 */
final class Patience {

    private static final int QUESTIONS_IN_FLIGHT = 16;

    private Patience() {}

    /** Asks, and again after each heartbeat interval without an answer; the first signal but completion counts. */
    static <T> Mono<T> askAgain(NodeParts parts, Mono<T> question) {
        return Flux.interval(parts.settings().timing().heartbeat(), parts.loop())
                .onBackpressureDrop()
                .startWith(0L)
                .flatMap(attempt -> question, QUESTIONS_IN_FLIGHT)
                .next();
    }
}

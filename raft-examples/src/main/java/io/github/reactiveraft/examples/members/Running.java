package io.github.reactiveraft.examples.members;

import reactor.core.publisher.Mono;

/** Members that run in this process. */
public interface Running {

    /** Completes when they were closed; fails as soon as one had to stop by itself. */
    Mono<Void> terminated();

    /** Closes them all, also if one of them fails in it. */
    Mono<Void> close();
}

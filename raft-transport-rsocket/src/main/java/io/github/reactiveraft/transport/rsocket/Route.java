package io.github.reactiveraft.transport.rsocket;

import reactor.core.publisher.Mono;

/** A way to ask: it knows whom, and is told if that one was of no use. For any thread. */
interface Route {

    /** Whom to ask now. */
    Target target();

    /** A member was of no use: it does not serve, or gave no answer. */
    void passOver(Endpoint member);

    /**
     * Whom to ask.
     *
     * @param over completes when there is somebody else in this one's place, so that its answers need not be waited for any more
     */
    record Target(Endpoint endpoint, Mono<Void> over) {

        /** Somebody who is waited for, whatever happens. */
        static Target of(Endpoint endpoint) {
            return new Target(endpoint, Mono.never());
        }
    }
}

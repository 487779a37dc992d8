package io.github.reactiveraft.transport.rsocket;

import io.netty.channel.EventLoop;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Threads for input and output, and one of them to be timed on. */
final class Loops {

    private static final Duration END = Duration.ofSeconds(5);

    private final LoopResources resources;
    private final EventLoop first;
    private final Scheduler scheduler;

    /** So many threads, whose names begin like this; they are started when needed. */
    Loops(String name, int count) {
        this.resources = LoopResources.create(name, count, true);
        this.first = resources.onClient(true).next();
        this.scheduler = Schedulers.fromExecutorService(first);
    }

    LoopResources resources() {
        return resources;
    }

    /** One of them, always the same. */
    EventLoop first() {
        return first;
    }

    /** The same one. */
    Scheduler scheduler() {
        return scheduler;
    }

    /** Ends them all, after the work they have. */
    Mono<Void> end() {
        return Mono.defer(() -> resources.disposeLater(Duration.ZERO, END));
    }
}

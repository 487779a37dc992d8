package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftTiming;
import io.github.reactiveraft.api.spi.NodeTime;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Delays for whoever concludes something from what it did not hear. If this node stood still itself, as it does while a
 * garbage collector or a hypervisor stops it, the alarm comes late, and what the others said meanwhile is still waiting to
 * be heard: so it is given a heartbeat's time, and more of it if that is late again. A node that is late all the time must
 * get to an end, too, so that is done a few times only.
 */
final class Alarm {

    private static final int PARDONS = 3;

    /** Of a heartbeat: what schedulers are late by otherwise is less. */
    private static final int LATE = 2;

    private final Duration heartbeat;
    private final Scheduler loop;
    private final NodeTime time;

    Alarm(RaftTiming timing, Scheduler loop, NodeTime time) {
        this.heartbeat = timing.heartbeat();
        this.loop = loop;
        this.time = time;
    }

    /** Comes after a while in which this node could hear. */
    Mono<Long> after(Duration wait) {
        return after(wait, PARDONS);
    }

    private Mono<Long> after(Duration wait, int pardons) {
        return Mono.defer(() -> {
            long due = time.nanos() + wait.toNanos();
            return Mono.delay(wait, loop)
                    .flatMap(waited -> pardons > 0 && isLate(due) ? after(heartbeat, pardons - 1) : Mono.just(waited));
        });
    }

    private boolean isLate(long due) {
        return time.nanos() - due > heartbeat.toNanos() / LATE;
    }
}

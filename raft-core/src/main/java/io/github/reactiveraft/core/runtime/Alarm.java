package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftTiming;
import io.github.reactiveraft.api.spi.NodeTime;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Delays for whoever concludes something from what it did not hear. If this node stood still itself, as it does while a
 * garbage collector or a hypervisor stops it, the delay takes longer than asked for, and what the others said meanwhile is
 * still waiting to be heard; perhaps they were stopped, too. So it says whether that was so. Its end, a heartbeat long, is
 * waited for by itself, that a standstill that is over just in time leaves time to hear.
 */
final class Alarm {

    /** How often in a row a standstill may be excused: whoever is late all the time must get to an end, too. */
    static final int PARDONS = 3;

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

    /** Comes after a while in which this node could hear: after one in which it stood still there is another. */
    Mono<Boolean> after(Duration wait) {
        return after(wait, PARDONS);
    }

    private Mono<Boolean> after(Duration wait, int pardons) {
        return isLate(wait).flatMap(late -> late && pardons > 0 ? after(wait, pardons - 1) : Mono.just(late));
    }

    /** Comes after a while, and says whether this node stood still in it. */
    Mono<Boolean> isLate(Duration wait) {
        Duration first = wait.minus(heartbeat);
        return first.isNegative()
                ? tookLonger(wait)
                : tookLonger(first).flatMap(late -> late ? Mono.just(true) : tookLonger(heartbeat));
    }

    private Mono<Boolean> tookLonger(Duration wait) {
        return Mono.defer(() -> {
            long due = time.nanos() + wait.toNanos();
            return Mono.delay(wait, loop).map(waited -> time.nanos() - due > heartbeat.toNanos() / LATE);
        });
    }
}

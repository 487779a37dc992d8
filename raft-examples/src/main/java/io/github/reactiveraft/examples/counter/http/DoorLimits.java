package io.github.reactiveraft.examples.counter.http;

import java.time.Duration;

/**
 * Bounds of the HTTP door, so that no crowd and no slow client can take the process's memory.
 *
 * @param connectionCount connections open at once, default 256; one more is closed as it comes
 * @param watcherCount those of them that may watch, default 64; one more is answered 503
 * @param bodyBytes the largest request body, default 8 KiB: nothing here needs one
 * @param answer how long the door waits for an answer, default 5 s: ten elections; an add is then of unknown outcome
 * @param heartbeat how often a watcher is sent a comment, so that both ends notice a dead connection, default 15 s
 */
record DoorLimits(int connectionCount, int watcherCount, int bodyBytes, Duration answer, Duration heartbeat) {

    static DoorLimits defaults() {
        return new DoorLimits(256, 64, 8 * 1024, Duration.ofSeconds(5), Duration.ofSeconds(15));
    }
}

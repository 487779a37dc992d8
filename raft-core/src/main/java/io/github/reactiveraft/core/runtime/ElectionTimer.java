package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftTiming;
import io.github.reactiveraft.api.spi.NodeTime;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.ContactLapsed;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import java.time.Duration;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * The election timer as a stream: silence of the minimum timeout is worth a {@link ContactLapsed}, silence of a randomly
 * drawn one an {@link ElectionTimeout} (§5.2), over and over.
 *
 * <p>Contact only notes the time; the delay that is running looks at the note when it is over and waits for what is left.
 * So a contact costs one clock reading, not a timer cancelled and set. Silence while this node stood still itself is none
 * ({@link Alarm}): it starts anew, a few times.
 */
final class ElectionTimer {

    /** Of the shortest timeout: within the first part whoever is next stands, a second part later each of the others. */
    private static final int HURRY = 8;

    private static final int TURN = 2;

    private final RaftTiming timing;
    private final Scheduler loop;
    private final Alarm alarm;
    private final NodeTime time;
    private final RandomGenerator random;
    private final Sinks.Many<Integer> hurries = Sinks.many().multicast().directBestEffort();
    private long lastContact;
    private int pardons;

    ElectionTimer(RaftTiming timing, Scheduler loop, NodeTime time, RandomGenerator random) {
        this.timing = timing;
        this.loop = loop;
        this.alarm = new Alarm(timing, loop, time);
        this.time = time;
        this.random = random;
        this.lastContact = time.nanos();
    }

    /** A leader was heard, a vote was given or a new role begins: the silence starts anew. */
    void restart() {
        lastContact = time.nanos();
        pardons = 0;
    }

    private void stoodStill(boolean isSo) {
        if (isSo && pardons < Alarm.PARDONS) {
            pardons++;
            lastContact = time.nanos();
        }
    }

    /**
     * The leader is gone, in all likelihood: a follower does not wait for the silence to last.
     *
     * @param turn how many others, who learn of it at the same time, are to stand before this one
     */
    void hurry(int turn) {
        hurries.tryEmitNext(turn);
    }

    /**
     * A follower's timer: contact lapses, then the election is due; without end, each time with a new draw. Evidence of the
     * leader's end is worth both at once, but for a short random while, in which a leader that lives may be heard again.
     */
    Flux<Event> follower(long epoch) {
        Flux<Event> silences = Flux.defer(() -> lapse(epoch).concatWith(timeout(epoch, draw())))
                .repeat();
        return hurries.asFlux()
                .map(turn -> hurried(epoch, turn).concatWith(silences))
                .startWith(silences)
                .switchMap(events -> events);
    }

    private Flux<Event> hurried(long epoch, int turn) {
        Duration shortest = timing.electionTimeoutMin();
        Duration others = shortest.multipliedBy(turn).dividedBy(TURN);
        return Flux.defer(() -> {
            long evidence = time.nanos();
            Duration inTurn = others.plus(draw(Duration.ZERO, shortest.dividedBy(HURRY)));
            Duration asAlways = left(draw());
            return Mono.delay(inTurn.compareTo(asAlways) < 0 ? inTurn : asAlways, loop)
                    .filter(waited -> lastContact - evidence <= 0)
                    .map(waited -> timedOut(epoch))
                    .flux()
                    .startWith(new ContactLapsed(epoch));
        });
    }

    /** A (pre-)candidate's timer: when the ballot should have ended (§5.2, split votes). */
    Mono<Event> ballot(long epoch) {
        return Mono.defer(() -> alarm.after(draw())).thenReturn(new ElectionTimeout(epoch));
    }

    /** Comes when there was no contact for the shortest timeout. */
    private Mono<Event> lapse(long epoch) {
        Duration wanted = timing.electionTimeoutMin();
        return Mono.defer(() -> alarm.isLate(left(wanted)))
                .doOnNext(this::stoodStill)
                .repeat(() -> !left(wanted).isZero())
                .then(Mono.just(new ContactLapsed(epoch)));
    }

    /** Comes when there was still no contact after the drawn timeout; else empty, for contact must lapse anew first. */
    private Mono<Event> timeout(long epoch, Duration drawn) {
        return Mono.defer(() -> alarm.isLate(left(drawn)))
                .doOnNext(this::stoodStill)
                .filter(waited -> left(drawn).isZero())
                .map(waited -> timedOut(epoch));
    }

    private Event timedOut(long epoch) {
        restart();
        return new ElectionTimeout(epoch);
    }

    private Duration left(Duration wanted) {
        long nanos = lastContact + wanted.toNanos() - time.nanos();
        return nanos > 0 ? Duration.ofNanos(nanos) : Duration.ZERO;
    }

    private Duration draw() {
        return draw(timing.electionTimeoutMin(), timing.electionTimeoutMax());
    }

    private Duration draw(Duration from, Duration to) {
        return Duration.ofNanos(random.nextLong(from.toNanos(), to.toNanos()));
    }
}

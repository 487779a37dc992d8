package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.MAX;
import static io.github.reactiveraft.core.runtime.Words.MIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.ContactLapsed;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

class ElectionTimerTest {

    private final Bench bench = new Bench();

    @Test
    @DisplayName("§5.2: election timeouts are drawn at random from an interval")
    void drawsLieBetweenTheTwoTimeouts() {
        List<Duration> waits = new ArrayList<>();
        ElectionTimer timer = timer();
        long[] since = {bench.time.nanos()};
        Disposable following = timer.follower(1)
                .filter(ElectionTimeout.class::isInstance)
                .subscribe(timeout -> {
                    waits.add(Duration.ofNanos(bench.time.nanos() - since[0]));
                    since[0] = bench.time.nanos();
                });

        bench.pass(MAX.multipliedBy(200));

        assertThat(waits)
                .hasSizeGreaterThan(200)
                .allSatisfy(wait -> assertThat(wait).isGreaterThanOrEqualTo(MIN).isLessThan(MAX));
        Set<Duration> different = new LinkedHashSet<>(waits);
        assertThat(different).hasSize(waits.size());
        following.dispose();
    }

    @Test
    void contactLapsesAtTheMinimumAndTheElectionIsDueAtTheDrawnTime() {
        drawing(Duration.ofMillis(777));

        StepVerifier.withVirtualTime(() -> timer().follower(3), () -> bench.clock, Long.MAX_VALUE)
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(500).minusNanos(1))
                .thenAwait(Duration.ofNanos(1))
                .expectNext(new ContactLapsed(3))
                .expectNoEvent(Duration.ofMillis(277).minusNanos(1))
                .thenAwait(Duration.ofNanos(1))
                .expectNext(new ElectionTimeout(3))
                .thenCancel()
                .verify();
    }

    @Test
    void contactRestartsTheSilence() {
        List<Event> events = new ArrayList<>();
        ElectionTimer timer = timer();
        Disposable following = timer.follower(1).subscribe(events::add);

        for (int i = 0; i < 100; i++) {
            bench.passMillis(499);
            timer.restart();
        }
        bench.passMillis(499);
        List<Event> whileHeard = List.copyOf(events);
        bench.passMillis(1);

        assertThat(whileHeard).isEmpty();
        assertThat(events).containsExactly(new ContactLapsed(1));
        following.dispose();
    }

    @Test
    void contactAfterTheLapseMakesItLapseAnewBeforeAnElection() {
        drawing(Duration.ofMillis(900));
        List<Event> events = new ArrayList<>();
        ElectionTimer timer = timer();
        Disposable following = timer.follower(1).subscribe(events::add);

        bench.passMillis(700);
        timer.restart();
        bench.passMillis(499);
        List<Event> heard = List.copyOf(events);
        bench.passMillis(1);
        List<Event> lapsed = List.copyOf(events);
        bench.passMillis(399);
        List<Event> almost = List.copyOf(events);
        bench.passMillis(1);

        assertThat(heard).containsExactly(new ContactLapsed(1));
        assertThat(lapsed).containsExactly(new ContactLapsed(1), new ContactLapsed(1));
        assertThat(almost).isEqualTo(lapsed);
        assertThat(events).endsWith(new ElectionTimeout(1)).hasSize(3);
        following.dispose();
    }

    @Test
    void leaderThatIsHeardAfterAStandstillWasNotSilent() {
        List<Event> events = new ArrayList<>();
        ElectionTimer timer = timer();
        Disposable following = timer.follower(1).subscribe(events::add);

        bench.standStill(2_000);
        bench.passMillis(899);
        timer.restart();
        bench.passMillis(499);
        List<Event> whileHeard = List.copyOf(events);
        bench.passMillis(1);

        assertThat(whileHeard).isEmpty();
        assertThat(events).containsExactly(new ContactLapsed(1));
        following.dispose();
    }

    @Test
    void silenceAfterAStandstillIsMeasuredAsAlways() {
        drawing(Duration.ofMillis(777));
        List<Event> events = new ArrayList<>();
        Disposable following = timer().follower(1).subscribe(events::add);

        bench.standStill(2_000);
        bench.passMillis(900);
        List<Event> lapsed = List.copyOf(events);
        bench.passMillis(276);
        List<Event> almost = List.copyOf(events);
        bench.passMillis(1);

        assertThat(lapsed).containsExactly(new ContactLapsed(1));
        assertThat(almost).isEqualTo(lapsed);
        assertThat(events).containsExactly(new ContactLapsed(1), new ElectionTimeout(1));
        following.dispose();
    }

    @Test
    void nodeThatIsLateAllTheTimeMissesItsLeaderAllTheSame() {
        List<Event> events = new ArrayList<>();
        Disposable following = timer().follower(1).subscribe(events::add);

        for (int i = 0; i < 60; i++) {
            bench.standStill(60);
            bench.passMillis(50);
        }

        assertThat(events).contains(new ContactLapsed(1), new ElectionTimeout(1));
        following.dispose();
    }

    @Test
    void repeatsWithoutEndAndNeverSpins() {
        List<Event> events = new ArrayList<>();
        Disposable following = timer().follower(1).subscribe(events::add);

        bench.pass(Duration.ofSeconds(60));

        assertThat(events).filteredOn(ElectionTimeout.class::isInstance).hasSizeBetween(60, 120);
        assertThat(bench.loop.runCount()).isLessThanOrEqualTo(4L * events.size());
        following.dispose();
    }

    @Test
    void contactCostsNoTimer() {
        ElectionTimer timer = timer();
        Disposable following = timer.follower(1).subscribe();

        for (int i = 0; i < 6_000; i++) {
            bench.passMillis(10);
            timer.restart();
        }

        assertThat(bench.loop.runCount()).isLessThanOrEqualTo(60 * 5);
        following.dispose();
    }

    @Test
    @DisplayName("§5.2: a candidate times out, too, and starts a new election")
    void ballotEndsOnceAtTheDrawnTime() {
        drawing(Duration.ofMillis(640));

        StepVerifier.withVirtualTime(() -> timer().ballot(9), () -> bench.clock, Long.MAX_VALUE)
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(639))
                .thenAwait(Duration.ofMillis(1))
                .expectNext(new ElectionTimeout(9))
                .verifyComplete();
    }

    @Test
    void cancelLeavesNothingBehind() {
        Disposable following = timer().follower(1).mergeWith(timer().ballot(1)).subscribe();
        bench.passMillis(600);

        following.dispose();
        long before = bench.loop.runCount();
        bench.pass(Duration.ofSeconds(10));

        assertThat(bench.loop.runCount()).isEqualTo(before);
    }

    private ElectionTimer timer() {
        return new ElectionTimer(bench.parts().settings().timing(), bench.loop, bench.time, bench.random);
    }

    private void drawing(Duration wait) {
        bench.random = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public long nextLong(long origin, long bound) {
                return wait.toNanos();
            }
        };
    }
}

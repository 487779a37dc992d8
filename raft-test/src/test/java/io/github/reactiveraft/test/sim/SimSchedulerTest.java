package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;

class SimSchedulerTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Simulation simulation = Simulation.ofSeed(1);
    private final SimProcess process = simulation.process("n1");
    private final Scheduler loop = process.loop();
    private final Scheduler io = process.io();
    private final List<Duration> instants = new ArrayList<>();

    private void mark() {
        instants.add(simulation.elapsed());
    }

    private static Duration millis(long count) {
        return Duration.ofMillis(count);
    }

    @Test
    void delaySignalsInVirtualTime() {
        StepVerifier.create(Mono.delay(Duration.ofDays(1), loop))
                .expectSubscription()
                .then(() -> simulation.advance(Duration.ofDays(1).minusNanos(1)))
                .expectNoEvent(Duration.ZERO)
                .then(() -> simulation.advance(Duration.ofNanos(1)))
                .expectNext(0L)
                .verifyComplete();
    }

    @Test
    void intervalKeepsItsRate() {
        StepVerifier.create(Flux.interval(millis(10), loop).doOnNext(tick -> mark()))
                .then(() -> simulation.advance(millis(35)))
                .expectNext(0L, 1L, 2L)
                .thenCancel()
                .verify(SECOND);

        simulation.advance(SECOND);
        assertThat(instants).containsExactly(millis(10), millis(20), millis(30));
    }

    @Test
    void timeoutFires() {
        StepVerifier.create(Mono.never().timeout(millis(50), loop))
                .then(() -> simulation.advance(millis(50)))
                .expectError(TimeoutException.class)
                .verify(SECOND);
    }

    @Test
    void timeoutInTimeIsCancelled() {
        Flux<Long> ticks = Flux.interval(millis(10), loop).take(3).timeout(millis(11), loop);

        StepVerifier.create(ticks)
                .then(() -> simulation.advance(SECOND))
                .expectNext(0L, 1L, 2L)
                .verifyComplete();
    }

    @Test
    void publishOnGoesOverToTheLane() {
        StepVerifier.create(Flux.range(1, 100).publishOn(loop).publishOn(io).publishOn(loop))
                .then(() -> simulation.advance(SECOND))
                .expectNextCount(100)
                .verifyComplete();
    }

    @Test
    void elapsedIsVirtual() {
        StepVerifier.create(Mono.delay(millis(70), loop).elapsed(loop).map(timed -> timed.getT1()))
                .then(() -> simulation.advance(SECOND))
                .expectNext(70L)
                .verifyComplete();
    }

    @Test
    void cancelledTaskNeverRuns() {
        Disposable later = loop.schedule(this::mark, 5, TimeUnit.MILLISECONDS);
        Disposable served = io.schedule(this::mark, 5, TimeUnit.MILLISECONDS);
        Disposable ticks = loop.schedulePeriodically(this::mark, 5, 5, TimeUnit.MILLISECONDS);

        later.dispose();
        served.dispose();
        ticks.dispose();
        simulation.advance(SECOND);

        assertThat(instants).isEmpty();
        assertThat(List.of(later, served, ticks)).allMatch(Disposable::isDisposed);
    }

    @Test
    void delayedTaskIsCancelledWhileItIsServed() {
        Disposable served = io.schedule(this::mark, 5, TimeUnit.MILLISECONDS);

        simulation.advance(millis(5));
        served.dispose();
        simulation.advance(SECOND);

        assertThat(instants).isEmpty();
    }

    @Test
    void periodicTaskEndsItselfFromInside() {
        Disposable.Swap ticks = reactor.core.Disposables.swap();
        ticks.replace(loop.schedulePeriodically(
                () -> {
                    mark();
                    if (instants.size() == 2) {
                        ticks.dispose();
                    }
                },
                0,
                10,
                TimeUnit.MILLISECONDS));

        simulation.advance(SECOND);

        assertThat(instants).containsExactly(Duration.ZERO, millis(10));
    }

    @Test
    void workerIsFirstInFirstOutAndTakesItsTasksAlong() {
        List<String> log = new ArrayList<>();
        Scheduler.Worker ended = loop.createWorker();
        Scheduler.Worker other = loop.createWorker();
        ended.schedule(() -> log.add("1"));
        ended.schedule(() -> log.add("2"));
        ended.schedule(() -> log.add("never"), 10, TimeUnit.MILLISECONDS);
        other.schedule(() -> log.add("3"), 10, TimeUnit.MILLISECONDS);

        simulation.advance(Duration.ZERO);
        ended.dispose();
        simulation.advance(SECOND);

        assertThat(log).containsExactly("1", "2", "3");
        assertThat(ended.isDisposed()).isTrue();
        assertThat(other.isDisposed()).isFalse();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> ended.schedule(() -> {}));
    }

    @Test
    void disposedSchedulerRejectsAndRunsNothing() {
        Scheduler.Worker worker = loop.createWorker();
        loop.schedule(this::mark);
        loop.dispose();

        simulation.advance(SECOND);

        assertThat(instants).isEmpty();
        assertThat(loop.isDisposed()).isTrue();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> loop.schedule(() -> {}));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> loop.schedulePeriodically(() -> {}, 1, 1, TimeUnit.SECONDS));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> worker.schedule(() -> {}, 1, TimeUnit.SECONDS));
    }

    @Test
    void fileWorkTakesTimeOneTaskAfterTheOther() {
        for (int i = 0; i < 20; i++) {
            io.schedule(this::mark);
        }

        simulation.advance(SECOND);

        assertThat(instants).hasSize(20).isSorted();
        Duration before = Duration.ZERO;
        for (Duration instant : instants) {
            assertThat(instant.minus(before)).isBetween(Duration.ofNanos(100_000), millis(2));
            before = instant;
        }
    }

    @Test
    void fileWorkUnderWayDiesWithTheProcess() {
        io.schedule(this::mark);

        simulation.advance(Duration.ofNanos(99_999));
        assertThat(process.fileWorkUnderWay()).isNotNull();
        process.kill();
        simulation.advance(SECOND);

        assertThat(instants).isEmpty();
    }

    @Test
    void slowFileWorkTakesAsManyTimesAsLong() {
        process.slowFiles(100);
        io.schedule(this::mark);

        simulation.advance(SECOND);

        assertThat(instants).singleElement().satisfies(end -> assertThat(end).isBetween(millis(10), millis(200)));
    }

    @Test
    void pausedProcessRunsWhatBecameDueOnceItIsResumedInOrder() {
        List<Integer> order = new ArrayList<>();
        loop.schedule(() -> order.add(1), 10, TimeUnit.MILLISECONDS);
        loop.schedule(() -> order.add(2), 20, TimeUnit.MILLISECONDS);
        simulation.advance(millis(5));

        process.pause();
        simulation.advance(SECOND);
        assertThat(order).isEmpty();
        process.resume();
        loop.schedule(() -> order.add(3));
        simulation.advance(Duration.ZERO);

        assertThat(order).containsExactly(1, 2, 3);
    }

    @Test
    void processKilledWhilePausedRunsNothing() {
        loop.schedule(this::mark, 10, TimeUnit.MILLISECONDS);
        process.pause();
        simulation.advance(SECOND);

        process.kill();
        process.resume();
        simulation.advance(SECOND);

        assertThat(instants).isEmpty();
    }

    @Test
    void slowProcessLetsEachTaskWaitInItsTurn() {
        process.slow(millis(10));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            loop.schedule(() -> {
                order.add(number);
                mark();
            });
        }

        simulation.advance(SECOND);

        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(instants).isSorted().last().satisfies(last -> assertThat(last)
                .isGreaterThan(millis(10)));
    }

    @Test
    void fastClockShortensDelaysAndCountsMore() {
        process.clockRate(2);
        long start = process.time().nanos();

        loop.schedule(this::mark, 10, TimeUnit.MILLISECONDS);
        loop.schedulePeriodically(this::mark, 20, 20, TimeUnit.MILLISECONDS);
        simulation.advance(millis(21));

        assertThat(instants).containsExactly(millis(5), millis(10), millis(20));
        assertThat(process.time().nanos() - start).isEqualTo(millis(42).toNanos());
    }

    @Test
    void wallClockJumpsAndTheMonotonicOneDoesNot() {
        long wall = process.time().wallMillis();
        long nanos = process.time().nanos();

        process.wallClockJump(Duration.ofMinutes(-5));

        assertThat(process.time().wallMillis()).isEqualTo(wall - 300_000);
        assertThat(process.time().nanos()).isEqualTo(nanos);
    }
}

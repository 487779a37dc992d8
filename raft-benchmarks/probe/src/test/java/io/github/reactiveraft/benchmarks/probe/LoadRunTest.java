package io.github.reactiveraft.benchmarks.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.benchmarks.system.Completion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration WARM_UP = Duration.ofMillis(50);
    private static final Duration TIME = Duration.ofMillis(250);

    private final ScheduledExecutorService pauses = Executors.newSingleThreadScheduledExecutor();
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void endPauses() {
        pauses.shutdownNow();
    }

    @Test
    void closedLoopKeepsSoManyCallsUnderWayAndNeverMore() throws InterruptedException {
        try (FakeCaller caller = FakeCaller.doing(1)) {
            LoadResult result = run(caller, closed(7));

            assertThat(result.doneCount()).isPositive().isLessThan(caller.begunCount());
            assertThat(caller.mostInFlight()).isEqualTo(7);
            assertThat(caller.inFlight()).isZero();
            assertThat(result.p50()).isGreaterThanOrEqualTo(millis(1));
            assertThat(result.nanos()).isGreaterThanOrEqualTo(TIME.toNanos());
            assertThat(result.isStalled()).isFalse();
            assertThat(result.lostCount()).isZero();
            assertThat(told).containsExactly("begun", "ended");
        }
    }

    @Test
    void callsThatEndBeforeTheyReturnAreNotNested() {
        Meter meter = new Meter();
        AtomicBoolean isDeep = new AtomicBoolean();
        AtomicInteger count = new AtomicInteger();
        try (FakeCaller caller = new FakeCaller((self, completion) -> {
            int number = count.incrementAndGet();
            boolean isLast = number == 4_999;
            if (number < 5_000) {
                isDeep.compareAndSet(false, isLast && StackWalker.getInstance().walk(frames -> frames.count()) > 500);
                self.done(completion);
            }
        })) {
            new ClosedLoop(closed(1), caller, meter, System::nanoTime, pauses).start();

            assertThat(count).hasValue(5_000);
            assertThat(meter.endedCount()).isEqualTo(4_999);
            assertThat(isDeep).isFalse();
        }
    }

    @Test
    void failuresAreCountedAndCalledAgainAfterAPause() throws InterruptedException {
        try (FakeCaller caller = new FakeCaller(FakeCaller::failed)) {
            LoadResult result = run(caller, closed(2).withPause(Duration.ofMillis(20)));

            assertThat(result.doneCount()).isZero();
            assertThat(result.failedCount()).isBetween(1L, 2 * 14L);
            assertThat(told).contains("failure");
            assertThat(result.failure()).contains("As_the_test_wants_it");
        }
    }

    @Test
    void aThrowIsAFailure() throws InterruptedException {
        BiConsumer<FakeCaller, Completion> refuse = (self, completion) -> {
            throw new IllegalStateException("As the test wants it");
        };
        try (FakeCaller caller = new FakeCaller(refuse)) {
            assertThat(run(caller, closed(1)).failedCount()).isPositive();
        }
    }

    @Test
    void aStallIsToldAndNotWaitedFor() throws InterruptedException {
        AtomicInteger left = new AtomicInteger(20);
        try (FakeCaller caller = new FakeCaller((self, completion) -> {
            if (left.getAndDecrement() > 0) {
                self.after(1, () -> self.done(completion));
            }
        })) {
            LoadResult result = run(caller, LoadSpec.closed(Mode.WRITE, 8, 3, WARM_UP, Duration.ofMinutes(5)));

            assertThat(result.isStalled()).isTrue();
            assertThat(result.lostCount()).isEqualTo(3);
        }
    }

    @Test
    void oneLostCallIsToldAndTheOthersGoOn() throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        try (FakeCaller caller = new FakeCaller((self, completion) -> {
            if (count.incrementAndGet() != 5) {
                self.after(1, () -> self.done(completion));
            }
        })) {
            LoadResult result = run(caller, closed(3));

            assertThat(result.lostCount()).isEqualTo(1);
            assertThat(result.isStalled()).isFalse();
            assertThat(result.doneCount()).isPositive();
        }
    }

    @Test
    void oneLostCallOfAnOpenLoopIsToldAsOne() throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        try (FakeCaller caller = new FakeCaller((self, completion) -> {
            if (count.incrementAndGet() != 5) {
                self.after(1, () -> self.done(completion));
            }
        })) {
            LoadResult result = run(caller, closed(20).withRate(500));

            assertThat(result.lostCount()).isEqualTo(1);
            assertThat(result.isStalled()).isFalse();
        }
    }

    @Test
    void openLoopBeginsAtItsRate() throws InterruptedException {
        try (FakeCaller caller = FakeCaller.doing(1)) {
            LoadResult result = run(caller, closed(50).withRate(1_000));

            assertThat(result.doneCount()).isBetween(150L, 400L);
        }
    }

    @Test
    void openLoopCountsTheTimeSinceACallWasDue() throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        try (FakeCaller caller = new FakeCaller((self, completion) ->
                self.after(count.incrementAndGet() == 5 ? 150 : 0, () -> self.done(completion)))) {
            // One at a time, 1 ms apart: while the 5th takes 150 ms, about 150 others are due.
            LoadResult result = run(
                    caller,
                    LoadSpec.closed(Mode.WRITE, 8, 1, Duration.ZERO, TIME).withRate(1_000));

            assertThat(result.max()).isGreaterThan(millis(140));
            assertThat(result.p99()).isGreaterThan(millis(100));
        }
    }

    @Test
    void theFirstCallThatBeganAfterAnInstantIsTold() {
        Meter meter = new Meter();

        var first = meter.firstBegunAfter(100);
        meter.done(90, 120);
        meter.done(100, 130);
        assertThat(first).isNotDone();
        meter.done(101, 140);
        meter.done(102, 150);

        assertThat(first).isCompletedWithValue(140L);
    }

    private static LoadSpec closed(int inFlight) {
        return LoadSpec.closed(Mode.WRITE, 8, inFlight, WARM_UP, TIME);
    }

    private static long millis(long count) {
        return TimeUnit.MILLISECONDS.toNanos(count);
    }

    private LoadResult run(FakeCaller caller, LoadSpec spec) throws InterruptedException {
        return new LoadRun(caller, System::nanoTime, () -> 0, pauses, PATIENCE).run(spec, new LoadRun.Phases() {
            @Override
            public void begun() {
                told.add("begun");
            }

            @Override
            public void ended() {
                told.add("ended");
            }

            @Override
            public void failure(Throwable cause) {
                told.add("failure");
            }
        });
    }
}

package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;

class SimulationTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Simulation simulation = Simulation.ofSeed(7, "start it with seed 7");
    private final Scheduler scheduler = simulation.scheduler();
    private final List<String> log = new ArrayList<>();

    @Test
    void tasksRunInTheOrderOfTimeAndNoneBeforeItsTime() {
        scheduler.schedule(() -> log.add("later"), 20, TimeUnit.MILLISECONDS);
        scheduler.schedule(() -> log.add("sooner"), 10, TimeUnit.MILLISECONDS);

        simulation.advance(Duration.ofMillis(19));

        assertThat(log).containsExactly("sooner");
        simulation.advance(Duration.ofMillis(1));
        assertThat(log).containsExactly("sooner", "later");
        assertThat(simulation.elapsed()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void laneIsFirstInFirstOutAtOneInstant() {
        for (int i = 0; i < 50; i++) {
            String name = "task " + i;
            scheduler.schedule(() -> log.add(name));
        }

        simulation.advance(Duration.ZERO);

        assertThat(log)
                .hasSize(50)
                .containsExactlyElementsOf(log.stream()
                        .sorted((a, b) -> Integer.compare(numberOf(a), numberOf(b)))
                        .toList());
    }

    private static int numberOf(String task) {
        return Integer.parseInt(task.substring("task ".length()));
    }

    @Test
    void seedDecidesWhichLaneGoesFirstAtOneInstant() {
        List<Boolean> isFirstLaneFirst = LongStream.range(0, 40)
                .mapToObj(SimulationTest::isFirstLaneFirst)
                .toList();

        assertThat(isFirstLaneFirst).contains(true, false);
        assertThat(isFirstLaneFirst)
                .isEqualTo(LongStream.range(0, 40)
                        .mapToObj(SimulationTest::isFirstLaneFirst)
                        .toList());
    }

    private static boolean isFirstLaneFirst(long seed) {
        Simulation run = Simulation.ofSeed(seed);
        List<Integer> order = new ArrayList<>();
        run.scheduler().schedule(() -> order.add(1), 1, TimeUnit.MILLISECONDS);
        run.scheduler().schedule(() -> order.add(2), 1, TimeUnit.MILLISECONDS);
        run.advance(SECOND);
        return order.get(0) == 1;
    }

    @Test
    void timeStopsWhereTheConditionHoldsAndAtTheLimitIfItNeverDoes() {
        scheduler.schedule(() -> log.add("done"), 300, TimeUnit.MILLISECONDS);

        assertThat(simulation.runUntil(() -> !log.isEmpty(), SECOND)).isTrue();
        assertThat(simulation.elapsed()).isEqualTo(Duration.ofMillis(300));
        assertThat(simulation.runUntil(() -> log.size() > 1, SECOND)).isFalse();
        assertThat(simulation.elapsed()).isEqualTo(Duration.ofMillis(1300));
    }

    @Test
    void failureNamesSeedInstantAndHowToRepeatIt() {
        scheduler.schedule(
                () -> {
                    throw new IllegalStateException("broken on purpose");
                },
                10,
                TimeUnit.MILLISECONDS);

        assertThatThrownBy(() -> simulation.advance(SECOND))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("Seed 7", "PT0.01S", "broken on purpose", "start it with seed 7");
        assertThatThrownBy(() -> simulation.advance(SECOND)).isInstanceOf(AssertionError.class);
        assertThat(simulation.elapsed()).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void runThatStandsStillIsAFailure() {
        scheduler.schedule(this::scheduleAgain);

        assertThatThrownBy(() -> simulation.advance(SECOND)).hasMessageContaining("time stands still");
    }

    private void scheduleAgain() {
        scheduler.schedule(this::scheduleAgain);
    }

    @Test
    void purposesDrawIndependently() {
        RandomGenerator alone = simulation.random("disk");
        RandomGenerator network = simulation.random("network");
        RandomGenerator disk = simulation.random("disk");
        network.nextLong();

        assertThat(disk.nextLong()).isEqualTo(alone.nextLong());
        assertThat(simulation.random("network").nextLong())
                .isNotEqualTo(simulation.random("disk").nextLong());
        assertThat(Simulation.ofSeed(8).random("disk").nextLong())
                .isNotEqualTo(simulation.random("disk").nextLong());
    }

    @Test
    void traceHashTellsRunsApart() {
        long hash = hashOfRunWithTaskAt(10);

        assertThat(hashOfRunWithTaskAt(10)).isEqualTo(hash);
        assertThat(hashOfRunWithTaskAt(11)).isNotEqualTo(hash);
    }

    private static long hashOfRunWithTaskAt(long millis) {
        Simulation run = Simulation.ofSeed(1);
        run.scheduler().schedule(() -> {}, millis, TimeUnit.MILLISECONDS);
        run.advance(SECOND);
        return run.traceHash();
    }

    @Test
    void timeIsNotMovedFromInside() {
        scheduler.schedule(() -> simulation.advance(SECOND));

        assertThatThrownBy(() -> simulation.advance(SECOND)).hasMessageContaining("from inside");
    }

    @Test
    void anotherThreadIsRefused() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread other = new Thread(() -> scheduler.schedule(() -> {}), "elsewhere");
        other.setUncaughtExceptionHandler((thread, cause) -> thrown.set(cause));

        other.start();
        other.join();

        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("elsewhere");
    }

    @Test
    void killedProcessRunsNothingAndRefusesNothing() {
        SimProcess process = simulation.process("n1");
        process.loop().schedule(() -> log.add("loop"), 5, TimeUnit.MILLISECONDS);
        process.loop().schedulePeriodically(() -> log.add("tick"), 1, 1, TimeUnit.MILLISECONDS);
        process.io().schedule(() -> log.add("io"));
        process.loop().schedule(process::kill, 500, TimeUnit.NANOSECONDS);

        simulation.advance(SECOND);
        process.loop().schedule(() -> log.add("after"));
        simulation.advance(SECOND);

        assertThat(process.isAlive()).isFalse();
        assertThat(log).isEmpty();
    }

    @Test
    void clocksStartAnywhereAndRunOn() {
        SimProcess one = simulation.process("n1");
        SimProcess two = simulation.process("n2");
        long nanos = one.time().nanos();
        long wallMillis = one.time().wallMillis();

        simulation.advance(SECOND);

        assertThat(one.time().nanos() - nanos).isEqualTo(SECOND.toNanos());
        assertThat(one.time().wallMillis() - wallMillis).isEqualTo(SECOND.toMillis());
        assertThat(one.time().nanos()).isNotEqualTo(two.time().nanos());
        assertThat(one.time().wallMillis()).isNotEqualTo(two.time().wallMillis());
    }

    @Test
    void negativeDelayIsNone() {
        scheduler.schedule(() -> log.add("done"), -5, TimeUnit.SECONDS);

        simulation.advance(Duration.ZERO);

        assertThat(log).containsExactly("done");
    }

    @Test
    void limitBeyondTheEndOfTimeIsRefused() {
        simulation.advance(SECOND);

        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> simulation.advance(Duration.ofNanos(Long.MAX_VALUE)));
    }
}

package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.test.sim.Disturbance;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.NetworkModel;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChaosPlanTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private static Stream<ChaosPlan> plans() {
        return LongStream.rangeClosed(1, 1_000).mapToObj(ChaosPlan::of);
    }

    @Test
    void everythingIsDrawnWithinItsBounds() {
        assertThat(plans()).allSatisfy(plan -> {
            assertThat(plan.nodeCount()).isIn(3, 5);
            assertThat(plan.faultInterval()).isBetween(Duration.ofMillis(400), Duration.ofSeconds(2));
            assertThat(plan.segmentBytes()).isIn(4_096, 8_192, 16_384, 32_768);
            assertThat(plan.clientCount()).isBetween(3, 8);
            assertThat(plan.thinkTime()).isBetween(Duration.ofMillis(60), Duration.ofMillis(300));
            assertThat(plan.keyCount()).isIn(2, 10);
        });
    }

    @Test
    void snapshotsAreDrawnSmall() {
        List<SnapshotPolicy> drawn = LongStream.rangeClosed(1, 1_000)
                .mapToObj(seed -> ChaosPlan.snapshots(new SplittableRandom(seed)))
                .toList();

        assertThat(drawn).allSatisfy(snapshots -> {
            assertThat(snapshots.entryCount()).isBetween(10L, 150L);
            assertThat(snapshots.byteCount()).isBetween(8_192L, 65_536L);
            assertThat(snapshots.trailingCount()).isBetween(0L, 30L);
        });
        assertThat(drawn.stream().map(SnapshotPolicy::entryCount)).contains(10L, 150L);
        assertThat(drawn.stream().map(SnapshotPolicy::trailingCount)).contains(0L, 30L);
    }

    @Test
    void plansAndScriptsHaveSnapshots() {
        List<ChaosPlan> scripts =
                CrashScript.all().stream().map(CrashScript::plan).toList();

        assertThat(Stream.concat(plans(), scripts.stream()))
                .allSatisfy(plan -> assertThat(plan.snapshots()).isNotEqualTo(SnapshotPolicy.never()));
    }

    @Test
    void everyTenthRunIsLongAndTheOthersTakeOneToTwoMinutes() {
        assertThat(plans()).allSatisfy(plan -> {
            if (plan.seed() % 10 == 0) {
                assertThat(plan.duration()).isEqualTo(LONG);
            } else {
                assertThat(plan.duration()).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
            }
        });
        assertThat(ChaosPlan.of(-10).duration()).isEqualTo(LONG);
    }

    @Test
    void seedIsOnePlanWhetherOrNotItsDurationIsGiven() {
        assertThat(plans()).allSatisfy(plan -> {
            assertThat(ChaosPlan.of(plan.seed())).isEqualTo(plan);
            assertThat(ChaosPlan.of(plan.seed(), plan.duration())).isEqualTo(plan);
        });
    }

    @Test
    void oneSeedInTenHasNoFaultsAtAll() {
        List<ChaosPlan> faultless =
                plans().filter(plan -> plan.faults().isEmpty()).toList();

        assertThat(faultless).hasSizeBetween(70, 130);
        assertThat(faultless)
                .allSatisfy(plan -> assertThat(plan.network().disturbance()).isEqualTo(Disturbance.NONE));
    }

    @Test
    void everyFaultIsDrawnSomewhereInTheFirstHundred() {
        SortedSet<Fault> drawn = new TreeSet<>();
        LongStream.rangeClosed(1, 100)
                .forEach(seed -> drawn.addAll(ChaosPlan.of(seed).faults()));

        assertThat(drawn).containsExactly(Fault.values());
    }

    @Test
    void bothCarriagesAllSilencesBothSizesAndTightLimitsAreDrawn() {
        assertThat(plans().map(plan -> plan.network().carriage()).distinct()).hasSize(2);
        assertThat(plans().map(plan -> plan.network().silence()).distinct()).hasSize(3);
        assertThat(plans().filter(plan -> plan.nodeCount() == 5)).hasSizeBetween(200, 300);
        assertThat(plans().filter(plan -> plan.limits().batchEntryCount() == 3)).hasSizeBetween(200, 300);
    }

    @Test
    void planPromisesOnlyWhatCanHappenToItsMessages() {
        assertThat(plans()).allSatisfy(plan -> {
            Disturbance disturbance = plan.network().disturbance();
            if (plan.network().carriage() == NetworkModel.Carriage.CONNECTIONS) {
                assertThat(plan.faults()).doesNotContain(Fault.LOSS, Fault.DUPLICATE, Fault.LATE_REPLAY);
            } else {
                assertThat(plan.faults()).doesNotContain(Fault.RESET);
            }
            assertThat(disturbance.requestLoss() > 0).isEqualTo(plan.has(Fault.LOSS));
            assertThat(disturbance.duplication() > 0)
                    .isEqualTo(plan.has(Fault.DUPLICATE) || plan.has(Fault.LATE_REPLAY));
            assertThat(disturbance.lateReplay() > 0).isEqualTo(plan.has(Fault.LATE_REPLAY));
            assertThat(disturbance.lateReplay() == 1)
                    .isEqualTo(plan.has(Fault.LATE_REPLAY) && !plan.has(Fault.DUPLICATE));
            assertThat(disturbance.corruption() > 0).isEqualTo(plan.has(Fault.CORRUPT_FRAME));
            assertThat(disturbance.resetsPerMinute() > 0).isEqualTo(plan.has(Fault.RESET));
        });
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void faultThatIsAskedForAloneIsWhatThePlanHas(Fault fault) {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(ChaosPlan.of(seed, LONG, new TreeSet<>(List.of(fault))).faults())
                    .containsExactly(fault);
        }
    }

    @Test
    void faultsOfAPlanStayAsTheyAre() {
        SortedSet<Fault> faults = new TreeSet<>(List.of(Fault.CRASH));
        ChaosPlan plan = ChaosPlan.of(1, LONG, faults);

        faults.add(Fault.PAUSE);

        assertThat(plan.faults()).containsExactly(Fault.CRASH);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> plan.faults().add(Fault.PAUSE));
    }
}

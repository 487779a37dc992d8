package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.test.disk.CrashDisk;
import io.github.reactiveraft.test.disk.Quiet;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.SimProcess;
import io.github.reactiveraft.test.sim.SimSubmission;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever operates the members knows why one of them is down, and never spoils more data than can be spared. */
@ExtendWith(Quiet.class)
class MembersTest {

    private static final int THREE_SEED = 2;
    private static final int FIVE_SEED = Stream.iterate(1, seed -> seed + 1)
            .filter(seed -> ChaosBench.plan(seed).nodeCount() == 5)
            .findFirst()
            .orElseThrow();

    private static ChaosBench three() {
        ChaosBench bench = ChaosBench.of(ChaosBench.plan(THREE_SEED));
        assertThat(bench.cluster.size()).isEqualTo(3);
        bench.start();
        bench.write(20);
        bench.advance(3_000);
        return bench;
    }

    private static void failNextSync(ChaosBench bench, int node) {
        CrashDisk disk = bench.cluster.disk(node).disk();
        disk.failForce(disk.forceCount() + 1);
    }

    private static int victim(ChaosBench bench) {
        return IntStream.range(0, bench.cluster.size())
                .filter(bench.members::isVictim)
                .findFirst()
                .orElseThrow();
    }

    private static void assertFails(ChaosBench bench, String why) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> bench.advance(20_000))
                .withMessageContaining(why);
    }

    @Test
    void asManyMayBeSpoiledAsAMajorityCanSpare() {
        for (long seed = 1; seed <= 30; seed++) {
            ChaosBench bench = ChaosBench.of(ChaosBench.plan(seed));
            long victimCount = IntStream.range(0, bench.cluster.size())
                    .filter(bench.members::isVictim)
                    .count();

            assertThat(victimCount).isEqualTo(bench.cluster.size() == 5 ? 2 : 1);
        }
    }

    @Test
    void spoilingAsMuchAsPossibleLeavesASoundMajority() {
        ChaosPlan plan = ChaosBench.plan(FIVE_SEED, Fault.ROT_ENTRY, Fault.ROT_HEADER, Fault.LOST_DISK);
        ChaosBench bench = ChaosBench.of(plan);
        Nemesis nemesis = new Nemesis(plan, bench.cluster, bench.members);
        nemesis.start();
        bench.start();
        bench.write(20);

        for (int second = 0; second < 90; second++) {
            bench.advance(1_000);
            assertThat(bench.members.trusted()).hasSizeGreaterThanOrEqualTo(3);
        }

        assertThat(bench.members.trusted()).hasSize(3).noneMatch(bench.members::isVictim);
        assertThat(bench.cluster.faults().counts().count(Fault.ROT_ENTRY)
                        + bench.cluster.faults().counts().count(Fault.ROT_HEADER)
                        + bench.cluster.faults().counts().count(Fault.LOST_DISK))
                .isEqualTo(2);
    }

    @Test
    void crashedMemberComesBack() {
        ChaosBench bench = three();

        assertThat(bench.members.crash(0, true)).isTrue();
        assertThat(bench.members.isUp(0)).isFalse();
        assertThat(bench.members.crash(0, true)).as("it is down already").isFalse();
        bench.advance(16_000);

        assertThat(bench.members.node(0)).isPresent();
    }

    @Test
    void memberThatStopsForNoReasonFailsTheRun() {
        ChaosBench bench = three();
        failNextSync(bench, 0);

        assertFails(bench, "stopped, and nothing was done to its disk");
    }

    @Test
    void rottenCopyOfTheStateIsNoReasonToStop() {
        ChaosBench bench = three();
        bench.members.spoil(0, Fault.ROT_STATE, disk -> true);
        bench.cluster.disk(0).disk().failRead();

        assertFails(bench, "stopped, and ROT_STATE is no reason");
    }

    @Test
    void rotIsNoReasonForAnotherKindOfFailure() {
        ChaosBench bench = three();
        int victim = victim(bench);
        bench.members.spoil(victim, Fault.ROT_ENTRY, disk -> true);
        bench.cluster.disk(victim).disk().failRead();

        assertFails(bench, "stopped, and ROT_ENTRY is no reason");
    }

    @Test
    void failedReadIsNoReasonToStopLater() {
        ChaosBench bench = three();
        bench.members.spoil(0, Fault.READ_ERROR, disk -> true);
        bench.advance(16_000);
        assertThat(bench.members.node(0)).isPresent();
        failNextSync(bench, 0);

        assertFails(bench, "stopped, and READ_ERROR is no reason");
    }

    @Test
    void failedSyncIsAReasonToStopAndTheMemberComesBack() {
        ChaosBench bench = three();

        assertThat(bench.members.poison(0, Fault.SYNC_ERROR, disk -> {
                    disk.failForce(disk.forceCount() + 1);
                    return true;
                }))
                .isTrue();
        assertThat(bench.members.poison(0, Fault.DISK_FULL, disk -> true))
                .as("one at a time, for one reason at a time")
                .isFalse();
        bench.advance(20_000);

        assertThat(bench.members.node(0)).isPresent();
        assertThat(bench.cluster.faults().counts().count(Fault.SYNC_ERROR)).isEqualTo(1);
        assertThat(bench.members.trusted()).hasSize(3);
    }

    @Test
    void memberThatRunsOnAnOlderCopyIsReported() {
        ChaosBench bench = three();
        int victim = victim(bench);
        assertThatCode(bench.members::requireSound).doesNotThrowAnyException();
        bench.members.spoil(victim, Fault.OLD_COPY, disk -> true);
        bench.advance(16_000);

        assertThatExceptionOfType(Finding.class)
                .isThrownBy(bench.members::requireSound)
                .withMessageContaining("has started in spite of OLD_COPY");
    }

    @Test
    void memberWithADamagedLogComesBackAndIsHealed() {
        ChaosBench bench = three();
        int victim = victim(bench);
        long lastIndex =
                bench.cluster.checks().disk(bench.members.id(victim)).log().lastIndex();
        assertThat(lastIndex).isPositive();

        boolean isRotten = bench.members.spoil(victim, Fault.ROT_ENTRY, disk -> {
            disk.flip(
                    disk.names("").stream()
                            .filter(name -> name.endsWith(".log"))
                            .findFirst()
                            .orElseThrow(),
                    100,
                    1);
            return true;
        });
        bench.advance(20_000);

        assertThat(isRotten).isTrue();
        assertThat(bench.members.isLost(victim)).isFalse();
        assertThat(bench.members.node(victim)).hasValueSatisfying(node -> {
            assertThat(node.status().storage()).isEqualTo(StorageHealth.OK);
            assertThat(node.status().lastApplied()).isGreaterThanOrEqualTo(lastIndex);
        });
        assertThat(bench.members.trusted()).hasSize(3);
    }

    @Test
    void memberWithANewDiskComesBackAndCountsForNothing() {
        ChaosBench bench = three();
        int victim = victim(bench);
        assertThat(bench.members.isMetByAll(victim)).isTrue();

        bench.members.replaceDisk(victim);
        bench.advance(20_000);

        assertThat(bench.members.isUp(victim)).isTrue();
        assertThat(bench.members.isVictim(victim)).as("not a second time").isFalse();
        assertThat(bench.members.trusted()).hasSize(2);
        assertThat(bench.cluster.faults().counts().count(Fault.LOST_DISK)).isEqualTo(1);
        bench.leader();
    }

    @Test
    void memberThatIsSetBackIsToldAndStopsForGood() {
        ChaosBench bench = three();
        int victim = victim(bench);

        bench.members.setBack(victim);
        bench.advance(20_000);
        assertThat(bench.members.trusted()).as("only a copy was made").hasSize(3);
        assertThat(bench.members.node(victim)).isPresent();
        bench.members.setBack(victim);
        assertThat(bench.cluster.faults().counts().count(Fault.OLD_COPY)).isEqualTo(1);
        bench.advance(20_000);

        assertThat(bench.members.isUp(victim))
                .as("its process is there, its node has stopped")
                .isTrue();
        assertThat(bench.members.node(victim)).isEmpty();
        bench.cluster.kill(victim);
        bench.members.heal();
        bench.advance(5_000);
        assertThat(bench.members.node(victim)).as("its directory is marked").isEmpty();
        assertThat(bench.members.isUp(victim)).isTrue();
        assertThatCode(bench.members::requireSound).doesNotThrowAnyException();
        assertThat(bench.members.trusted()).hasSize(2);
        bench.leader();
    }

    @Test
    void memberThatNobodyMetIsNotMissed() {
        ChaosBench bench = ChaosBench.of(ChaosBench.plan(THREE_SEED));

        assertThat(bench.members.isMetByAll(0)).isFalse();
    }

    @Test
    void healingLeavesNothingSlowAndNoClockWrong() {
        ChaosBench bench = three();
        for (int node = 0; node < 3; node++) {
            SimProcess process = bench.cluster.process(node).orElseThrow();
            process.slow(Duration.ofMillis(20));
            process.slowFiles(200);
            process.clockRate(1.05);
        }

        bench.members.heal();
        bench.advance(5_000);

        SimProcess process = bench.cluster.process(0).orElseThrow();
        long nanos = process.time().nanos();
        int appliedCount = bench.cluster.applied(0).size();
        bench.advance(1_000);
        assertThat(process.time().nanos() - nanos)
                .isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(bench.cluster.applied(0)).hasSizeBetween(appliedCount + 45, appliedCount + 55);
        SimSubmission<RegisterAnswer> submission =
                bench.cluster.submit(bench.leader(), RegisterWrite.of(2, 1, 1, RegisterWrite.ANY));
        bench.advance(15);
        assertThat(submission.result()).as("at once").isPresent();
    }

    @Test
    void healingLetsWhoeverCanRunRun() {
        ChaosBench bench = three();
        bench.cluster.process(0).orElseThrow().pause();
        bench.members.poison(1, Fault.DISK_FULL, disk -> {
            disk.full(true);
            return true;
        });
        bench.cluster.kill(2);

        bench.members.heal();
        assertThat(bench.cluster.process(0).filter(SimProcess::isPaused)).isEmpty();
        bench.cluster.advance(Duration.ofSeconds(3));

        assertThat(new TreeSet<>(bench.members.trusted())).isEqualTo(new TreeSet<>(List.of(0, 1, 2)));
        assertThat(bench.members.trusted())
                .allMatch(node -> bench.members.node(node).isPresent());
        bench.leader();
    }
}

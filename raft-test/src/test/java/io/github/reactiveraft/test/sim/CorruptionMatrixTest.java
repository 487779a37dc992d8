package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.core.storage.DiskFile;
import io.github.reactiveraft.core.storage.StorageSettings;
import io.github.reactiveraft.test.disk.CrashDisk;
import io.github.reactiveraft.test.disk.Quiet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Four acknowledged entries on three replicas, each copy of each sound or damaged: 4,096 cases (Alagappan et al., FAST '18).
 * Whenever each entry is sound on some replica, all are healed. Otherwise nobody leads, and all say why. Nothing is ever lost
 * in silence, nor brought back: the checks of every simulated cluster see to that.
 */
@ExtendWith(Quiet.class)
class CorruptionMatrixTest {

    private static final int MEMBERS = 3;
    private static final int ENTRIES = 4;
    private static final int CASES = 1 << (MEMBERS * ENTRIES);
    private static final int FRAME_MAGIC = 0xF7A3_51C9;
    private static final int FRAME_HEAD = 48;

    @Test
    void everyNineteenthCaseIsHealedOrStandsStill() throws IOException {
        for (int damage = 5; damage < CASES; damage += 19) {
            require(damage);
        }
    }

    @Test
    @Tag("sweep")
    void everyCaseIsHealedOrStandsStill() throws IOException {
        for (int damage = 0; damage < CASES; damage++) {
            require(damage);
        }
    }

    private static void require(int damage) throws IOException {
        SimCluster<Long, Long, Long> cluster = SimCluster.of(SimSum::new, spec -> spec.nodes(MEMBERS)
                .seed(7)
                .disks(StorageSettings.defaults().withSegmentBytes(4096)));
        cluster.startAll();
        fill(cluster);
        for (int node = 0; node < MEMBERS; node++) {
            cluster.kill(node);
            if (damagedEntries(damage, node) != 0) {
                spoil(cluster.disk(node).disk(), damagedEntries(damage, node), damage % 2 == 0);
                cluster.checks().onDamaged(cluster.id(node));
            }
        }
        for (int node = 0; node < MEMBERS; node++) {
            cluster.boot(node);
        }
        String what = "case " + Integer.toBinaryString(damage);
        int lostEverywhere = IntStream.range(0, MEMBERS)
                .map(node -> damagedEntries(damage, node))
                .reduce((1 << ENTRIES) - 1, (one, other) -> one & other);
        if (lostEverywhere == 0) {
            requireHealed(cluster, what);
        } else {
            requireStandstill(cluster, what);
        }
    }

    private static void requireHealed(SimCluster<Long, Long, Long> cluster, String what) {
        boolean isHealed = cluster.runUntil(
                () -> nodes().allMatch(node -> cluster.applied(node).size() == ENTRIES
                        && cluster.status(node)
                                .filter(status -> status.storage() == StorageHealth.OK)
                                .isPresent()),
                Duration.ofSeconds(20));
        assertThat(isHealed).as(what).isTrue();
        nodes().forEach(node ->
                assertThat(cluster.applied(node)).as("%s, node %d", what, node).containsExactly(1L, 2L, 3L, 4L));
    }

    private static void requireStandstill(SimCluster<Long, Long, Long> cluster, String what) {
        cluster.advance(Duration.ofSeconds(10));
        nodes().forEach(node -> {
            assertThat(cluster.isLeader(node)).as(what).isFalse();
            assertThat(cluster.status(node)).as(what).hasValueSatisfying(status -> assertThat(status.storage())
                    .isEqualTo(StorageHealth.DAMAGED));
        });
    }

    /** Four commands, one write each, that all members have on disk. */
    private static void fill(SimCluster<Long, Long, Long> cluster) {
        await(cluster, () -> nodes().anyMatch(cluster::isLeader));
        for (long command = 1; command <= ENTRIES; command++) {
            int leader = nodes().filter(cluster::isLeader).findFirst().orElseThrow();
            cluster.submit(leader, command);
            int count = (int) command;
            await(cluster, () -> nodes().allMatch(node -> cluster.applied(node).size() == count));
        }
    }

    private static void await(SimCluster<Long, Long, Long> cluster, BooleanSupplier condition) {
        assertThat(cluster.runUntil(condition, Duration.ofSeconds(20))).isTrue();
    }

    private static IntStream nodes() {
        return IntStream.range(0, MEMBERS);
    }

    private static int damagedEntries(int damage, int node) {
        return damage >>> (node * ENTRIES) & ((1 << ENTRIES) - 1);
    }

    /** Damages the last frames with entries that there are, those whose bits are set: in the head, or in what it holds. */
    private static void spoil(CrashDisk disk, int entries, boolean isHead) throws IOException {
        String segment = disk.names("").stream()
                .filter(name -> name.endsWith(".log"))
                .findFirst()
                .orElseThrow();
        List<Integer> frames = frames(disk, segment);
        for (int entry = 0; entry < ENTRIES; entry++) {
            if ((entries >>> entry & 1) == 1) {
                int frame = frames.get(frames.size() - ENTRIES + entry);
                disk.flip(segment, frame + (isHead ? 9 : FRAME_HEAD + 5), 1);
            }
        }
    }

    private static List<Integer> frames(CrashDisk disk, String segment) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) disk.size(segment)).order(ByteOrder.LITTLE_ENDIAN);
        try (DiskFile file = disk.open(segment, false)) {
            file.read(0, bytes);
        }
        List<Integer> frames = new ArrayList<>();
        for (int at = 0; at < bytes.limit() - FRAME_HEAD; at++) {
            if (bytes.getInt(at) == FRAME_MAGIC && bytes.getInt(at + 8) == 1) {
                frames.add(at);
            }
        }
        assertThat(frames).hasSizeGreaterThan(ENTRIES);
        return frames;
    }
}

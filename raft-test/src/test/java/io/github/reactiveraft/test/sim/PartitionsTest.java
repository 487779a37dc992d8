package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class PartitionsTest {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMillis(900);
    private static final Duration TOTAL = Duration.ofSeconds(30);

    private final NetworkBench bench = NetworkBench.answering(4, 5);
    private final SimNetwork network = bench.network;
    private final Partitions partitions = new Partitions(network, bench.nodes);

    private NodeId node(int number) {
        return bench.nodes.get(number - 1);
    }

    /** Who hears a node, by number. */
    private String hearersOf(int number) {
        StringBuilder hearers = new StringBuilder();
        for (int other = 1; other <= 5; other++) {
            if (other != number && network.isLinked(node(number), node(other))) {
                hearers.append(other);
            }
        }
        return hearers.toString();
    }

    private List<String> hearers() {
        return List.of(hearersOf(1), hearersOf(2), hearersOf(3), hearersOf(4), hearersOf(5));
    }

    private void assertHealed() {
        assertThat(hearers()).containsExactly("2345", "1345", "1245", "1235", "1234");
    }

    private long faults(Fault fault) {
        return network.faultCounts().count(fault);
    }

    @Test
    void isolatedNodeHasNobodyAndTheOthersHaveEachOther() {
        partitions.isolate(node(2));

        assertThat(hearers()).containsExactly("345", "", "145", "135", "134");
        partitions.heal();
        assertHealed();
        assertThat(faults(Fault.PARTITION_ONE)).isEqualTo(1);
    }

    @Test
    void splitLeavesTwoGroups() {
        partitions.split(List.of(node(1), node(4)));

        assertThat(hearers()).containsExactly("4", "35", "25", "1", "23");
        assertThat(faults(Fault.PARTITION_SPLIT)).isEqualTo(1);
    }

    @Test
    void drawnSplitsDifferAndLeaveNobodyOut() {
        TreeSet<String> seen = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            partitions.splitAnyhow();
            seen.add(hearersOf(1));
            assertThat(hearersOf(1).length()).isLessThan(4);
        }

        assertThat(seen).hasSizeGreaterThan(8).contains("");
    }

    @Test
    void minorityKeepsItsNodeAndIsDrawn() {
        TreeSet<String> seen = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            partitions.minority(node(3));
            seen.add(hearersOf(3));
        }

        assertThat(seen).containsExactly("1", "2", "4", "5");
    }

    @Test
    void oneWayCutsOneDirection() {
        partitions.oneWay(node(1), node(2));
        assertThat(hearers())
                .as("1 hears 2, but 2 does not hear 1")
                .containsExactly("345", "1345", "1245", "1235", "1234");

        partitions.deafen(node(5));
        assertThat(hearers()).containsExactly("234", "134", "124", "123", "1234");

        partitions.mute(node(5));
        assertThat(hearers()).containsExactly("2345", "1345", "1245", "1235", "");
        assertThat(faults(Fault.PARTITION_ONE_WAY)).isEqualTo(3);
    }

    @Test
    void bridgeIsWhatTheHalvesHaveInCommon() {
        partitions.bridge(node(3));

        assertThat(hearers()).containsExactly("23", "13", "1245", "35", "34");
        assertThat(faults(Fault.PARTITION_BRIDGE)).isEqualTo(1);
    }

    @Test
    void ringLeavesTheNeighbours() {
        partitions.ring();

        assertThat(hearers()).containsExactly("25", "13", "24", "35", "14");
        assertThat(faults(Fault.PARTITION_RING)).isEqualTo(1);
    }

    @Test
    void callsFollowTheShape() {
        partitions.deafen(node(2));
        var unheard = bench.call(node(1), node(2));
        var unanswered = bench.call(node(2), node(1));
        bench.simulation.advance(Duration.ofSeconds(8));

        assertThat(unheard.isFailed()).isTrue();
        assertThat(unanswered.isFailed()).isTrue();
        assertThat(bench.arrivals).singleElement().satisfies(arrival -> assertThat(arrival.process())
                .isEqualTo("n1"));
    }

    @Test
    void cableAndPartitionBothHaveToBeMended() {
        partitions.isolate(node(1));
        network.link(node(1), node(2), true);
        assertThat(network.isLinked(node(1), node(2))).isFalse();

        network.link(node(1), node(2), false);
        partitions.heal();
        assertThat(network.isLinked(node(1), node(2))).isFalse();

        network.link(node(1), node(2), true);
        assertHealed();
    }

    @Test
    void flappingComesAndGoesAndEndsHealed() {
        partitions.flap(() -> partitions.isolate(node(1)), SHORT, LONG, TOTAL);
        assertThat(hearersOf(1)).isEmpty();

        bench.simulation.advance(TOTAL);

        assertHealed();
        assertThat(faults(Fault.FLAP)).isEqualTo(1);
        assertThat(faults(Fault.PARTITION_ONE)).isBetween(20L, 50L);
        bench.simulation.advance(TOTAL);
        assertThat(faults(Fault.PARTITION_ONE)).isLessThanOrEqualTo(50);
    }

    @Test
    void flappingCanBeEnded() {
        Disposable flapping = partitions.flap(partitions::ring, SHORT, LONG, TOTAL);

        flapping.dispose();
        bench.simulation.advance(TOTAL);

        assertThat(faults(Fault.PARTITION_RING)).isEqualTo(1);
        assertThat(hearersOf(1)).isEqualTo("25");
    }
}

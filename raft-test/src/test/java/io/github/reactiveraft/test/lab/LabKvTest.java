package io.github.reactiveraft.test.lab;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The key-value lab: every scenario with a seed of its own, those that are over soon with more. {@code -Dlab.kv.seeds} says how many
 * each.
 */
class LabKvTest {

    private static final List<String> SHORT = List.of("kvUnreliableOneKey", "kvOnePartition", "kvSnapshotRpc");

    static Stream<Arguments> runs() {
        return KvScenario.ALL.stream()
                .flatMap(scenario -> seeds(scenario).mapToObj(seed -> Arguments.of(scenario, seed)));
    }

    private static LongStream seeds(LabScenario scenario) {
        int count = SHORT.contains(scenario.name()) ? 5 : 1;
        long first = 1L + KvScenario.ALL.indexOf(scenario);
        return LongStream.range(first, first + Integer.getInteger("lab.kv.seeds", count));
    }

    @ParameterizedTest(name = "{0} seed {1}")
    @MethodSource("runs")
    void holds(LabScenario scenario, long seed) {
        assertThatCode(() -> scenario.run(seed)).doesNotThrowAnyException();
    }
}

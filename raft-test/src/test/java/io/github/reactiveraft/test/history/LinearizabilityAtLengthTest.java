package io.github.reactiveraft.test.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories as long as those of a real run. */
class LinearizabilityAtLengthTest {

    private static final int OPERATION_COUNT = 20_000;

    private static Verdict verdict(LongHistory history) {
        return new LinearizabilityChecker<>(new RegisterModel<>(0)).check(history.operations());
    }

    @ParameterizedTest(name = "{0} per mille in doubt")
    @ValueSource(ints = {0, 5})
    void longHistoryPassesAndFailsWithOneStaleRead(int doubtPerMille) {
        LongHistory history = new LongHistory(7, OPERATION_COUNT, 10, 10, doubtPerMille);

        assertThat(verdict(history))
                .asInstanceOf(type(Verdict.Linearizable.class))
                .returns((long) OPERATION_COUNT, passed -> passed.figures().operationCount());

        Operation<?, ?> stale = history.plantStaleRead(3 * OPERATION_COUNT / 4);

        assertThat(verdict(history)).asInstanceOf(type(Verdict.Violated.class)).satisfies(violated -> {
            assertThat(violated.counterexample().key()).isEqualTo(stale.key());
            assertThat(violated.counterexample().stuck()).contains(stale);
            assertThat(violated.counterexample().prefix()).hasSizeGreaterThan(OPERATION_COUNT / 20);
        });
    }

    @Test
    void oneOperationThatStaysOpenAllTheTimeCostsLittle() {
        LongHistory history = new LongHistory(8, OPERATION_COUNT, 3, 1, 0);
        History<RegisterInput<Integer>, RegisterOutput<Integer>> recorded = new History<>();
        int slow = recorded.invoke("slow", "k0", new RegisterInput.CompareAndSet<>(-1, -2), 0);
        for (Operation<RegisterInput<Integer>, RegisterOutput<Integer>> operation : history.operations()) {
            int handle = recorded.invoke(operation.client(), operation.key(), operation.input(), operation.calledAt());
            recorded.complete(
                    handle,
                    Objects.requireNonNull(operation.outcome().output()),
                    operation.outcome().returnedAt());
        }
        recorded.complete(slow, new RegisterOutput.Swapped<>(false), Long.MAX_VALUE - 1);

        Verdict verdict = new LinearizabilityChecker<>(new RegisterModel<>(0), 200_000).check(recorded.operations());

        assertThat(verdict).isInstanceOf(Verdict.Linearizable.class);
    }
}

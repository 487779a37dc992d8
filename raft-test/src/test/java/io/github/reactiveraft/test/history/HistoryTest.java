package io.github.reactiveraft.test.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private final History<String, Integer> history = new History<>();

    private static Operation<String, Integer> operation(String input, long calledAt, Outcome<Integer> outcome) {
        return new Operation<>("c", "x", input, calledAt, outcome);
    }

    @Test
    void operationsAreListedAsInvokedWithWhatIsKnownOfEach() {
        int answered = history.invoke("c", "x", "answered", 1);
        history.invoke("c", "x", "open", 2);
        int lost = history.invoke("c", "x", "lost", 3);
        int happened = history.invoke("c", "x", "happened", 4);
        int refused = history.invoke("c", "x", "refused", 5);
        int last = history.invoke("c", "x", "last", 6);

        history.complete(last, 2, 7);
        history.lost(lost);
        history.happened(happened);
        history.neverHappened(refused);
        history.complete(answered, 1, 8);

        assertThat(history.operations())
                .containsExactly(
                        operation("answered", 1, new Outcome.Completed<>(1, 8)),
                        operation("open", 2, new Outcome.Unknown<>()),
                        operation("lost", 3, new Outcome.Unknown<>()),
                        operation("happened", 4, new Outcome.Happened<>()),
                        operation("last", 6, new Outcome.Completed<>(2, 7)));
    }

    @Test
    void listStaysAsItWasTaken() {
        int handle = history.invoke("c", "x", "add", 1);
        List<Operation<String, Integer>> before = history.operations();

        history.complete(handle, 1, 2);

        assertThat(before).containsExactly(operation("add", 1, new Outcome.Unknown<>()));
    }

    @Test
    void lostOperationIsResolvedLater() {
        int happened = history.invoke("c", "x", "happened", 1);
        int refused = history.invoke("c", "x", "refused", 2);
        history.lost(happened);
        history.lost(refused);

        history.happened(happened);
        history.neverHappened(refused);

        assertThat(history.operations()).containsExactly(operation("happened", 1, new Outcome.Happened<>()));
    }

    @Test
    void whatIsKnownIsNotToldAgain() {
        int answered = history.invoke("c", "x", "answered", 1);
        int refused = history.invoke("c", "x", "refused", 2);
        int lost = history.invoke("c", "x", "lost", 3);
        history.complete(answered, 1, 4);
        history.neverHappened(refused);
        history.lost(lost);

        assertThatIllegalStateException().isThrownBy(() -> history.complete(answered, 2, 5));
        assertThatIllegalStateException().isThrownBy(() -> history.lost(answered));
        assertThatIllegalStateException().isThrownBy(() -> history.happened(answered));
        assertThatIllegalStateException().isThrownBy(() -> history.neverHappened(answered));
        assertThatIllegalStateException().isThrownBy(() -> history.happened(refused));
        assertThatIllegalStateException().isThrownBy(() -> history.complete(refused, 2, 5));
        assertThatIllegalStateException().isThrownBy(() -> history.complete(lost, 2, 5));
    }

    @Test
    void answerBeforeTheCallIsRefusedAndLeavesTheOperationOpen() {
        int handle = history.invoke("c", "x", "add", 10);

        assertThatIllegalArgumentException().isThrownBy(() -> history.complete(handle, 1, 9));
        history.complete(handle, 1, 10);

        assertThat(history.operations()).containsExactly(operation("add", 10, new Outcome.Completed<>(1, 10)));
    }

    @Test
    void operationReadsAsOneLine() {
        assertThat(operation("add", 1, new Outcome.Completed<>(5, 2))).hasToString("c: add -> 5 [1, 2]");
        assertThat(operation("add", 1, new Outcome.Unknown<>()))
                .hasToString("c: add [1, no answer, may have happened]");
        assertThat(operation("add", 1, new Outcome.Happened<>()))
                .hasToString("c: add [1, no answer, known to have happened]");
    }
}

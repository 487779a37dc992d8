package io.github.reactiveraft.test.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;

class LinearizabilityCheckerTest {

    private static void assertPasses(Registers history) {
        assertThat(history.verdict()).isInstanceOf(Verdict.Linearizable.class);
    }

    private static ObjectAssert<Verdict.Violated> assertFails(Registers history) {
        return assertThat(history.verdict()).asInstanceOf(type(Verdict.Violated.class));
    }

    @Test
    void nothingIsLinearizable() {
        assertThat(new Registers().verdict())
                .isEqualTo(new Verdict.Linearizable(new Verdict.Figures(0, 0, 0)))
                .matches(Verdict::isLinearizable);
    }

    @Test
    void operationsOneAfterAnotherAnswerAsOneCopyWould() {
        assertPasses(new Registers()
                .read(0, 1, 2)
                .write(1, 3, 4)
                .swap(1, 2, true, 5, 6)
                .swap(1, 3, false, 7, 8)
                .read(2, 9, 10));
    }

    @Test
    void readDuringAWriteSeesTheOldOrTheNewValue() {
        assertPasses(new Registers().write(1, 1, 10).read(0, 2, 3).read(1, 4, 5));
        assertPasses(new Registers().write(1, 1, 10).read(1, 2, 3).read(1, 4, 5));
    }

    @Test
    void readThatGoesBackwardsIsSeen() {
        assertFails(new Registers().write(1, 1, 10).read(1, 2, 3).read(0, 4, 5));
    }

    @Test
    void staleReadIsSeen() {
        assertFails(new Registers().write(1, 1, 2).write(2, 3, 4).read(1, 5, 6));
    }

    @Test
    void lostUpdateIsSeen() {
        assertFails(new Registers().swap(0, 1, true, 1, 10).swap(0, 2, true, 2, 9));
        assertFails(new Registers().write(1, 1, 2).write(2, 3, 4).read(2, 5, 6).read(1, 7, 8));
    }

    @Test
    void readOfAValueNeverWrittenIsSeen() {
        assertFails(new Registers().write(1, 1, 10).read(3, 2, 3));
    }

    @Test
    void readOfAValueWrittenLaterIsSeen() {
        assertFails(new Registers().read(1, 1, 2).write(1, 3, 4));
    }

    @Test
    void readersAgreeOnTheOrderOfTwoWrites() {
        assertPasses(new Registers()
                .write(1, 1, 10)
                .write(2, 1, 10)
                .read(1, 2, 3)
                .read(2, 4, 5)
                .read(2, 6, 7));
        assertFails(new Registers()
                .write(1, 1, 10)
                .write(2, 1, 10)
                .read(1, 2, 3)
                .read(2, 4, 5)
                .read(1, 6, 7));
    }

    @Test
    void equalTimesOverlap() {
        assertPasses(new Registers().write(1, 1, 5).read(0, 5, 6));
        assertPasses(new Registers().read(1, 1, 5).write(1, 5, 5));
        assertFails(new Registers().write(1, 1, 5).read(0, 6, 7));
    }

    @Test
    void orderOfRecordingDoesNotMatter() {
        assertPasses(new Registers().read(1, 5, 6).write(1, 1, 2).read(0, 0, 0));
        assertFails(new Registers().read(0, 5, 6).write(1, 1, 2).read(0, 0, 0));
    }

    @Test
    void writeInDoubtIsSeenOrNot() {
        assertPasses(new Registers().writeInDoubt(1, 1).read(1, 2, 3));
        assertPasses(new Registers().writeInDoubt(1, 1).read(0, 2, 3));
        assertPasses(new Registers().writeInDoubt(1, 1).read(0, 2, 3).read(1, 4, 5));
    }

    @Test
    void writeInDoubtIsNotSeenBeforeItsCallNorUndone() {
        assertFails(new Registers().read(1, 1, 2).writeInDoubt(1, 3));
        assertFails(new Registers().writeInDoubt(1, 1).read(1, 2, 3).read(0, 4, 5));
    }

    @Test
    void writeInDoubtIsPlacedOnceOnly() {
        assertPasses(
                new Registers().writeInDoubt(1, 1).read(1, 2, 3).write(2, 4, 5).read(2, 6, 7));
        assertFails(
                new Registers().writeInDoubt(1, 1).read(1, 2, 3).write(2, 4, 5).read(1, 6, 7));
        assertPasses(new Registers()
                .writeInDoubt(1, 1)
                .writeInDoubt(1, 1)
                .read(1, 2, 3)
                .write(2, 4, 5)
                .read(1, 6, 7));
    }

    @Test
    void writeThatHappenedHasAPlaceAtAnyTimeAfterItsCall() {
        assertPasses(new Registers().writeThatHappened(1, 1).read(1, 2, 3));
        assertPasses(new Registers().writeThatHappened(1, 1).read(0, 2, 3));
        assertFails(new Registers().read(1, 1, 2).writeThatHappened(1, 3));
        assertFails(new Registers().writeThatHappened(1, 1).read(1, 2, 3).read(0, 4, 5));
    }

    @Test
    void additionThatHappenedCountsInTheEnd() {
        History<CounterInput, Long> history = new History<>();
        int lost = history.invoke("c1", "n", new CounterInput.Add(5), 1);
        history.complete(history.invoke("c2", "n", new CounterInput.Add(1), 2), 1L, 3);
        history.complete(history.invoke("c2", "n", new CounterInput.Read(), 4), 6L, 5);
        LinearizabilityChecker<Long, CounterInput, Long> checker = new LinearizabilityChecker<>(new CounterModel());

        assertThat(checker.check(history.operations())).matches(Verdict::isLinearizable);
        history.happened(lost);
        assertThat(checker.check(history.operations())).matches(Verdict::isLinearizable);
    }

    @Test
    void operationThatHappenedButNeverCouldIsSeen() {
        History<LockModel.Turn, String> history = new History<>();
        history.happened(history.invoke("c1", "x", LockModel.Turn.TAKE, 1));
        int second = history.invoke("c2", "x", LockModel.Turn.TAKE, 2);
        LinearizabilityChecker<Boolean, LockModel.Turn, String> checker = new LinearizabilityChecker<>(new LockModel());

        assertThat(checker.check(history.operations())).matches(Verdict::isLinearizable);
        history.happened(second);
        assertThat(checker.check(history.operations())).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void keysAreJudgedOneByOne() {
        History<CounterInput, Long> history = new History<>();
        for (String key : List.of("a", "b")) {
            history.complete(history.invoke("c", key, new CounterInput.Add(1), 1), 1L, 2);
        }
        history.complete(history.invoke("c", "b", new CounterInput.Add(1), 3), 2L, 4);

        Verdict verdict = new LinearizabilityChecker<>(new CounterModel()).check(history.operations());

        assertThat(verdict).isEqualTo(new Verdict.Linearizable(new Verdict.Figures(3, 2, 3)));
    }

    @Test
    void limitMakesTheVerdictUnknown() {
        Registers history = new Registers();
        for (int value = 1; value <= 12; value++) {
            history.write(value, 1, 100);
        }
        history.read(13, 101, 102);

        Verdict verdict = history.verdictWithin(1_000);

        assertThat(verdict)
                .isEqualTo(new Verdict.Unknown(
                        new Verdict.Figures(0, 13, 1_001),
                        "1 of 1 keys given up after 1000 configurations each, the first \"x\""));
        assertThat(verdict.isLinearizable()).isFalse();
        assertThat(history.verdict()).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void violationOfOneKeyDecidesEvenIfAnotherIsGivenUp() {
        History<CounterInput, Long> history = new History<>();
        for (int count = 0; count < 10; count++) {
            history.invoke("c", "many", new CounterInput.Add(1L << count), 1);
        }
        history.complete(history.invoke("c", "many", new CounterInput.Read(), 2), -1L, 3);
        history.complete(history.invoke("c", "few", new CounterInput.Read(), 2), 1L, 3);

        Verdict verdict = new LinearizabilityChecker<>(new CounterModel(), 100).check(history.operations());

        assertThat(verdict)
                .asInstanceOf(type(Verdict.Violated.class))
                .returns("few", violated -> violated.counterexample().key())
                .returns(1L, violated -> violated.figures().operationCount());
    }

    @Test
    void limitIsAtLeastOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LinearizabilityChecker<>(new CounterModel(), 0));
    }

    @Test
    void counterexampleIsTheLongestOrderAndWhatCannotFollow() {
        assertFails(new Registers("y")
                        .write(1, 10, 20)
                        .write(2, 15, 30)
                        .read(1, 35, 40)
                        .read(2, 45, 60)
                        .read(5, 50, 70)
                        .writeInDoubt(9, 55)
                        .read(1, 80, 90))
                .hasToString("""
                        Key "y" is not linearizable.
                        No order explains more than these operations:
                          c: write(2) -> written [15, 30]
                          c: write(1) -> written [10, 20]
                          c: read -> 1 [35, 40]
                          c: write(9) [55, no answer, may have happened]
                        They leave the state 9, in which none of these can come next:
                          c: read -> 2 [45, 60]
                          c: read -> 5 [50, 70]
                        """);
    }

    @Test
    void counterexampleOfALongHistoryShowsItsEnd() {
        Registers history = new Registers();
        for (int value = 1; value <= 30; value++) {
            history.write(value, value * 10L, value * 10L + 5);
        }

        assertFails(history.read(29, 400, 410)).satisfies(violated -> {
            assertThat(violated.counterexample().prefix()).hasSize(30);
            assertThat(violated.toString())
                    .contains("\n  (10 before)\n  c: write(11) -> written [110, 115]\n")
                    .endsWith("""
                            They leave the state 30, in which none of these can come next:
                              c: read -> 29 [400, 410]
                            """);
        });
    }

    @Test
    void counterexampleOfTheFirstOperationHasNothingBeforeIt() {
        assertFails(new Registers().read(1, 1, 2)).hasToString("""
                        Key "x" is not linearizable.
                        No order explains more than these operations:
                          (none)
                        They leave the state 0, in which none of these can come next:
                          c: read -> 1 [1, 2]
                        """);
    }
}

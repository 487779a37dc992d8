package io.github.reactiveraft.test.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checker and the definition give the same verdict on thousands of small histories. */
class LinearizabilityCrossCheckTest {

    private static final int HISTORY_COUNT = 5_000;
    private static final int LONGEST = 6;

    @Test
    void registersAreJudgedAsByTheDefinition() {
        assertSameVerdicts(new RegisterModel<>(0), new RegisterVocabulary());
    }

    @Test
    void countersAreJudgedAsByTheDefinition() {
        assertSameVerdicts(new CounterModel(), new CounterVocabulary());
    }

    @Test
    void locksAreJudgedAsByTheDefinition() {
        assertSameVerdicts(new LockModel(), new LockVocabulary());
    }

    private static <S, I, O> void assertSameVerdicts(Model<S, I, O> model, SmallHistories.Vocabulary<I, O> vocabulary) {
        LinearizabilityChecker<S, I, O> checker = new LinearizabilityChecker<>(model);
        SmallHistories<S, I, O> histories = new SmallHistories<>(model, vocabulary);
        int passedCount = 0;
        for (int seed = 0; seed < HISTORY_COUNT; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            List<Operation<I, O>> history = histories.next(random, random.nextInt(2, LONGEST + 1));
            boolean isExplained = new EveryOrder<>(model, history).hasAnExplanation();

            Verdict verdict = checker.check(history);

            assertThat(verdict)
                    .as("seed %d, %s", seed, history)
                    .isInstanceOf(isExplained ? Verdict.Linearizable.class : Verdict.Violated.class);
            if (verdict instanceof Verdict.Violated violated) {
                assertHolds(violated.counterexample(), model, history, seed);
            }
            passedCount += isExplained ? 1 : 0;
        }

        assertThat(passedCount).as("histories with an explanation").isBetween(HISTORY_COUNT / 4, 3 * HISTORY_COUNT / 4);
    }

    /** The prefix can be explained, and nothing that is stuck is part of it. */
    private static <S, I, O> void assertHolds(
            Counterexample counterexample, Model<S, I, O> model, List<Operation<I, O>> history, int seed) {
        List<Operation<I, O>> prefix = history.stream()
                .filter(operation -> counterexample.prefix().contains(operation))
                .toList();

        assertThat(prefix).as("seed %d", seed).hasSameSizeAs(counterexample.prefix());
        assertThat(new EveryOrder<>(model, prefix).hasAnExplanation())
                .as("seed %d: the prefix has an explanation", seed)
                .isTrue();
        assertThat(counterexample.stuck())
                .as("seed %d", seed)
                .isNotEmpty()
                .isSubsetOf(history)
                .noneMatch(prefix::contains);
    }

    private static final class RegisterVocabulary
            implements SmallHistories.Vocabulary<RegisterInput<Integer>, RegisterOutput<Integer>> {

        @Override
        public RegisterInput<Integer> input(RandomGenerator random) {
            return switch (random.nextInt(3)) {
                case 0 -> new RegisterInput.Write<>(random.nextInt(3));
                case 1 -> new RegisterInput.CompareAndSet<>(random.nextInt(3), random.nextInt(3));
                default -> new RegisterInput.Read<>();
            };
        }

        @Override
        public List<RegisterOutput<Integer>> answers(RegisterInput<Integer> input) {
            if (input instanceof RegisterInput.Write) {
                return List.of(new RegisterOutput.Written<>());
            }
            if (input instanceof RegisterInput.CompareAndSet) {
                return List.of(new RegisterOutput.Swapped<>(true), new RegisterOutput.Swapped<>(false));
            }
            return Stream.of(0, 1, 2)
                    .<RegisterOutput<Integer>>map(RegisterOutput.Value::new)
                    .toList();
        }
    }

    private static final class CounterVocabulary implements SmallHistories.Vocabulary<CounterInput, Long> {

        @Override
        public CounterInput input(RandomGenerator random) {
            return random.nextInt(3) == 0 ? new CounterInput.Read() : new CounterInput.Add(random.nextInt(1, 3));
        }

        @Override
        public List<Long> answers(CounterInput input) {
            return LongStream.rangeClosed(0, 2 * LONGEST).boxed().toList();
        }
    }

    private static final class LockVocabulary implements SmallHistories.Vocabulary<LockModel.Turn, String> {

        @Override
        public LockModel.Turn input(RandomGenerator random) {
            return random.nextBoolean() ? LockModel.Turn.TAKE : LockModel.Turn.RETURN;
        }

        @Override
        public List<String> answers(LockModel.Turn input) {
            return List.of("done");
        }
    }
}

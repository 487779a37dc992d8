package io.github.reactiveraft.test.contract;

import io.github.reactiveraft.api.StateMachine;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The contract, for one of the ways of {@link Words}. */
record CheckedWords(Words words, int commandCount) implements StateMachineContract<String, String, String> {
    @Override
    public StateMachine<String, String, String> machine() {
        return new WordsMachine(words, new StringBuilder());
    }

    @Override
    public Stream<String> commands(RandomGenerator random) {
        return Stream.generate(() -> "I" + random.nextInt(100));
    }

    @Override
    public List<String> queries() {
        return List.of("all", "nonsense");
    }
}

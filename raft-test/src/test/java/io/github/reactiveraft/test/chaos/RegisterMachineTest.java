package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.test.contract.StateMachineContract;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the chaos clients are answered from is a good state machine itself. */
class RegisterMachineTest implements StateMachineContract<RegisterWrite, Integer, RegisterAnswer> {

    private static final int KEY_COUNT = 4;

    @Override
    public StateMachine<RegisterWrite, Integer, RegisterAnswer> machine() {
        return new RegisterMachine();
    }

    @Override
    public Stream<RegisterWrite> commands(RandomGenerator random) {
        return IntStream.iterate(1, sequence -> sequence + 1).mapToObj(sequence -> {
            long expected = random.nextBoolean() ? RegisterWrite.ANY : RegisterWrite.INITIAL;
            return RegisterWrite.of(1, sequence, random.nextInt(KEY_COUNT), expected);
        });
    }

    @Override
    public List<Integer> queries() {
        return IntStream.rangeClosed(0, KEY_COUNT).boxed().toList();
    }
}

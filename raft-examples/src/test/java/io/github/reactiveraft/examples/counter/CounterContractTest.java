package io.github.reactiveraft.examples.counter;

import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.test.contract.StateMachineContract;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

class CounterContractTest implements StateMachineContract<Long, CounterQuery, CounterResult> {

    @Override
    public StateMachine<Long, CounterQuery, CounterResult> machine() {
        return new CounterStateMachine();
    }

    /** Large and small, so that some leave the range and most do not. */
    @Override
    public Stream<Long> commands(RandomGenerator random) {
        return Stream.generate(() -> random.nextLong() >> random.nextInt(Long.SIZE));
    }

    @Override
    public List<CounterQuery> queries() {
        return List.of(CounterQuery.values());
    }
}

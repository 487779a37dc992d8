package io.github.reactiveraft.examples.readme;

import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.test.contract.StateMachineContract;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

// snippet: contract
class TallyContractTest implements StateMachineContract<Long, String, Long> {

    @Override
    public StateMachine<Long, String, Long> machine() {
        return new Tally();
    }

    @Override
    public Stream<Long> commands(RandomGenerator random) {
        return random.longs().boxed();
    }

    @Override
    public List<String> queries() {
        return List.of("total", "");
    }
}
// end

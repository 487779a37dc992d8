package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.test.contract.StateMachineContract;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

class LedgerContractTest implements StateMachineContract<Long, Long, List<Entry>> {

    @Override
    public StateMachine<Long, Long, List<Entry>> machine() {
        return new LedgerMachine(1_003);
    }

    /** From so few that some come twice, which the machine has to notice. */
    @Override
    public Stream<Long> commands(RandomGenerator random) {
        return Stream.generate(() -> random.nextLong(50));
    }

    @Override
    public List<Long> queries() {
        return List.of(0L, 25L, 50L);
    }
}

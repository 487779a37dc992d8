package io.github.reactiveraft.test.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The contract holds for a good digest, and was seen to catch bad ones, of a machine that is good in all else. */
class DigestContractTest {

    @Test
    void digestOfTheStateIsGood() {
        Digested contract = new Digested(machine -> machine.sum * 31);

        assertThatCode(() -> {
                    contract.replicasThatApplyTheSamePutOutTheSame();
                    contract.queriesChangeNothing();
                    contract.restoredReplicaGoesOnLikeOneThatNeverWas();
                    contract.restoringLeavesNothingOfTheStateBefore();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void digestThatDiffersFromReplicaToReplicaIsFound() {
        AtomicInteger machineCount = new AtomicInteger();

        Digested contract = new Digested(machine -> {
            machine.number = machine.number == 0 ? machineCount.incrementAndGet() : machine.number;
            return machine.sum + machine.number;
        });

        assertThatThrownBy(contract::replicasThatApplyTheSamePutOutTheSame)
                .hasMessageContaining("digest after command 1");
    }

    @Test
    void digestThatAQueryChangesIsFound() {
        Digested contract = new Digested(machine -> machine.sum + machine.queryCount);

        assertThatThrownBy(contract::queriesChangeNothing)
                .hasMessageContaining("nobody asked")
                .hasMessageContaining("digest after command 1");
    }

    @Test
    void digestOfTheWayThatASnapshotForgetsIsFound() {
        Digested contract = new Digested(machine -> machine.sum + machine.commandCount);

        assertThatThrownBy(contract::restoredReplicaGoesOnLikeOneThatNeverWas)
                .hasMessageContaining("digest after command 2");
        assertThatThrownBy(contract::restoringLeavesNothingOfTheStateBefore)
                .hasMessageContaining("had another state before");
    }

    @Test
    void digestThatChangesByItselfIsFound() {
        Digested contract = new Digested(machine -> machine.number++);

        assertThatThrownBy(contract::replicasThatApplyTheSamePutOutTheSame)
                .hasMessageContaining("digests of one state, after command 1");
    }

    /** The contract, for one way to take a digest. */
    private record Digested(ToLongFunction<Machine> way) implements StateMachineContract<Long, Long, Long> {

        @Override
        public StateMachine<Long, Long, Long> machine() {
            return new Machine(way);
        }

        @Override
        public Stream<Long> commands(RandomGenerator random) {
            return random.longs(0, 1_000).boxed();
        }

        @Override
        public List<Long> queries() {
            return List.of(0L);
        }

        @Override
        public int commandCount() {
            return 20;
        }
    }

    /** Adds up. */
    private static final class Machine implements StateMachine<Long, Long, Long> {

        private final ToLongFunction<Machine> way;
        private long sum;
        private int commandCount;
        private int queryCount;
        private int number;

        Machine(ToLongFunction<Machine> way) {
            this.way = way;
        }

        @Override
        public Codec<Long> commandCodec() {
            return Codec.int64();
        }

        @Override
        public Codec<Long> queryCodec() {
            return Codec.int64();
        }

        @Override
        public Codec<Long> resultCodec() {
            return Codec.int64();
        }

        @Override
        public Long apply(Long command, ApplyContext<Long> context) {
            commandCount++;
            sum += command;
            return sum;
        }

        @Override
        public Long query(Long query) {
            queryCount++;
            return sum;
        }

        @Override
        public long digest() {
            return way.applyAsLong(this);
        }

        @Override
        public Publisher<ByteBuffer> snapshot() {
            return Chunks.of(Codec.int64().encode(sum));
        }

        @Override
        public Mono<Void> restore(Flux<ByteBuffer> chunks) {
            return Chunks.join(chunks)
                    .doOnNext(whole -> sum = Codec.int64().decode(whole))
                    .then();
        }
    }
}

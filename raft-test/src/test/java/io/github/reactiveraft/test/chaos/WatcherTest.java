package io.github.reactiveraft.test.chaos;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.test.disk.Quiet;
import io.github.reactiveraft.test.sim.Fault;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A watcher sees what is committed, one command after the other, whoever tells it, and notices everything else. */
@ExtendWith(Quiet.class)
class WatcherTest {

    private static final String DOES_NOT_FOLLOW = "which does not follow command";
    private static final String IS_DUE = "is due";

    /** Registers that tell their watchers something else than what happened. */
    private static final class Liar implements StateMachine<RegisterWrite, Integer, RegisterAnswer> {
        private final RegisterMachine machine = new RegisterMachine();
        private final BiConsumer<RegisterWrite, ApplyContext<RegisterAnswer>> lie;

        Liar(BiConsumer<RegisterWrite, ApplyContext<RegisterAnswer>> lie) {
            this.lie = lie;
        }

        @Override
        public RegisterAnswer apply(RegisterWrite write, ApplyContext<RegisterAnswer> context) {
            lie.accept(write, context);
            return machine.apply(write);
        }

        @Override
        public RegisterAnswer query(Integer key) {
            return machine.query(key);
        }

        @Override
        public Codec<RegisterWrite> commandCodec() {
            return machine.commandCodec();
        }

        @Override
        public Codec<Integer> queryCodec() {
            return machine.queryCodec();
        }

        @Override
        public Codec<RegisterAnswer> resultCodec() {
            return machine.resultCodec();
        }

        @Override
        public Publisher<ByteBuffer> snapshot() {
            return machine.snapshot();
        }

        @Override
        public Mono<Void> restore(Flux<ByteBuffer> chunks) {
            return machine.restore(chunks);
        }
    }

    private static ChaosBench lying(BiConsumer<RegisterWrite, ApplyContext<RegisterAnswer>> lie) {
        return ChaosBench.of(ChaosBench.plan(2), () -> new Liar(lie));
    }

    private static List<RegisterAnswer> changes(int sequence) {
        return RegisterMachine.changes(RegisterWrite.of(1, sequence, 1, RegisterWrite.ANY), true);
    }

    private static void tell(ApplyContext<RegisterAnswer> context, int sequence) {
        changes(sequence).forEach(context::emit);
    }

    /** Lets a watcher watch a busy cluster for a while. */
    private static Watcher watch(ChaosBench bench, boolean isSlow) {
        return watch(bench, isSlow, 10_000);
    }

    private static Watcher watch(ChaosBench bench, boolean isSlow, long millis) {
        bench.start();
        Watcher watcher = new Watcher(bench.cluster, 1, isSlow);
        Disposable watching = watcher.run().subscribe(none -> {}, bench.cluster.simulation()::fail);
        bench.write(20);
        bench.advance(millis);
        watching.dispose();
        return watcher;
    }

    private static void assertSeen(ChaosBench bench, String what) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> watch(bench, false))
                .withMessageContaining(what);
    }

    @Test
    void truthPasses() {
        ChaosBench bench = ChaosBench.of(ChaosBench.plan(2));

        Watcher watcher = watch(bench, false);

        assertThat(bench.cluster.applied(0)).hasSizeGreaterThan(300);
        assertThat(watcher.seenCount()).isGreaterThan(300);
    }

    @Test
    void gapIsSeen() {
        assertSeen(
                lying((write, context) -> {
                    if (write.sequence() != 101) {
                        tell(context, write.sequence());
                    }
                }),
                DOES_NOT_FOLLOW);
    }

    @Test
    void gapWithinACommandIsSeen() {
        assertSeen(
                lying((write, context) -> (write.sequence() == 100
                                ? changes(100).subList(0, 1)
                                : changes(write.sequence()))
                        .forEach(context::emit)),
                DOES_NOT_FOLLOW);
    }

    @Test
    void repetitionIsSeen() {
        assertSeen(lying((write, context) -> tell(context, write.sequence() == 102 ? 101 : write.sequence())), IS_DUE);
    }

    @Test
    void oneChangeTooManyIsSeen() {
        assertSeen(
                lying((write, context) -> {
                    tell(context, write.sequence());
                    if (write.sequence() == 101) {
                        tell(context, write.sequence());
                    }
                }),
                DOES_NOT_FOLLOW);
    }

    @Test
    void wrongOrderIsSeen() {
        assertSeen(
                lying((write, context) -> {
                    int turned = write.sequence() == 101 ? 102 : write.sequence() == 102 ? 101 : write.sequence();
                    tell(context, turned);
                }),
                IS_DUE);
    }

    @Test
    void whatTheMemberNeverAppliedIsSeen() {
        assertSeen(lying((write, context) -> context.emit(new RegisterAnswer(true, 12_345))), IS_DUE);
    }

    @Test
    void slowWatcherIsToldToGoAndThatCounts() {
        ChaosBench bench = ChaosBench.of(ChaosBench.plan(2, Fault.SLOW_CONSUMER));

        watch(bench, true);

        assertThat(bench.cluster.faults().counts().count(Fault.SLOW_CONSUMER)).isGreaterThan(3);
    }

    @Test
    void watcherGoesOnElsewhereWhenItsMemberDies() {
        ChaosBench bench = ChaosBench.of(ChaosBench.plan(2));
        for (int node = 0; node < 3; node++) {
            int dying = node;
            bench.cluster
                    .simulation()
                    .scheduler()
                    .schedule(() -> bench.members.crash(dying, false), 3_000 + 5_000L * node, MILLISECONDS);
        }

        Watcher watcher = watch(bench, false, 30_000);

        assertThat(IntStream.range(0, 3).mapToObj(bench.members::node)).allMatch(Optional::isPresent);
        assertThat(bench.cluster.applied(0)).hasSizeGreaterThan(500);
        assertThat(watcher.seenCount()).isGreaterThan(bench.cluster.applied(0).size() - 20);
    }

    /** What such a member applies is not written down, so there is nothing to compare with. */
    @Test
    void memberThatLostItsDataIsWatchedNoMore() {
        ChaosBench bench = ChaosBench.of(ChaosBench.plan(2));
        bench.cluster.simulation().scheduler().schedule(() -> bench.members.replaceDisk(0), 4_000, MILLISECONDS);

        watch(bench, false, 30_000);

        assertThat(bench.members.node(0)).isPresent();
        assertThat(bench.members.isLost(0)).isTrue();
    }
}

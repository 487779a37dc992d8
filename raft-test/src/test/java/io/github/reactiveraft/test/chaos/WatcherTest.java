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
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A watcher sees what its member applies, one change after the other, and notices everything else. */
@ExtendWith(Quiet.class)
class WatcherTest {

    private static final String DOES_NOT_FOLLOW = "which does not follow command";

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

    private static RegisterAnswer change(int sequence) {
        return new RegisterAnswer(
                true, RegisterWrite.of(1, sequence, 1, RegisterWrite.ANY).value());
    }

    /** Lets a watcher watch a busy member for a while. */
    private static void watch(ChaosBench bench, boolean isSlow) {
        watch(bench, isSlow, 10_000);
    }

    private static void watch(ChaosBench bench, boolean isSlow, long millis) {
        bench.start();
        Disposable watching =
                new Watcher(bench.cluster, 0, isSlow).run().subscribe(none -> {}, bench.cluster.simulation()::fail);
        bench.write(20);
        bench.advance(millis);
        watching.dispose();
    }

    private static void assertSeen(ChaosBench bench, String what) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> watch(bench, false))
                .withMessageContaining(what);
    }

    @Test
    void truthPasses() {
        ChaosBench bench = ChaosBench.of(ChaosBench.plan(2));

        watch(bench, false);

        assertThat(bench.cluster.applied(0)).hasSizeGreaterThan(300);
    }

    @Test
    void gapIsSeen() {
        assertSeen(
                lying((write, context) -> {
                    if (write.sequence() != 100) {
                        context.emit(change(write.sequence()));
                    }
                }),
                DOES_NOT_FOLLOW);
    }

    @Test
    void repetitionIsSeen() {
        assertSeen(
                lying((write, context) -> context.emit(change(write.sequence() == 100 ? 99 : write.sequence()))),
                DOES_NOT_FOLLOW);
    }

    @Test
    void twoChangesOfOneCommandAreSeen() {
        assertSeen(
                lying((write, context) -> {
                    context.emit(change(write.sequence()));
                    if (write.sequence() == 100) {
                        context.emit(change(write.sequence()));
                    }
                }),
                "sees index");
    }

    @Test
    void wrongOrderIsSeen() {
        assertSeen(
                lying((write, context) -> {
                    int turned = write.sequence() == 100 ? 101 : write.sequence() == 101 ? 100 : write.sequence();
                    context.emit(change(turned));
                }),
                DOES_NOT_FOLLOW);
    }

    @Test
    void whatTheMemberNeverAppliedIsSeen() {
        assertSeen(lying((write, context) -> context.emit(new RegisterAnswer(true, 12_345))), DOES_NOT_FOLLOW);
    }

    @Test
    void slowWatcherIsToldToGoAndThatCounts() {
        ChaosBench bench = ChaosBench.of(ChaosBench.plan(2, Fault.SLOW_CONSUMER));

        watch(bench, true);

        assertThat(bench.cluster.faults().counts().count(Fault.SLOW_CONSUMER)).isPositive();
    }

    @Test
    void watcherStartsAnewWithEachLifeOfItsMember() {
        ChaosBench bench = ChaosBench.of(ChaosBench.plan(2));
        bench.cluster.simulation().scheduler().schedule(() -> bench.members.crash(0, false), 5_000, MILLISECONDS);

        watch(bench, false);

        assertThat(bench.members.node(0)).isPresent();
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

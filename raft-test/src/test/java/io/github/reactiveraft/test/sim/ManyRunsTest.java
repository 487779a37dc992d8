package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyRunsTest {

    private final List<Integer> ended = new ArrayList<>();

    @Test
    void everyRunIsRunOnceAndItsEndToldOnTheCallersThread() {
        Thread caller = Thread.currentThread();

        ManyRuns.run(
                3,
                20,
                () -> true,
                number -> {
                    assertThat(Thread.currentThread()).isNotSameAs(caller);
                    assertThat(Thread.currentThread().isDaemon()).isTrue();
                    return number;
                },
                number -> {
                    assertThat(Thread.currentThread()).isSameAs(caller);
                    ended.add(number);
                });

        assertThat(ended)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 20).boxed().toList());
    }

    @Test
    void oneThreadRunsOneAfterTheOther() {
        ManyRuns.run(1, 5, () -> true, number -> number, ended::add);

        assertThat(ended).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void asManyRunAtATimeAsThereAreThreads() {
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger running = new AtomicInteger();

        ManyRuns.run(
                2,
                10,
                () -> true,
                number -> {
                    assertThat(running.incrementAndGet()).isLessThanOrEqualTo(2);
                    meet(both);
                    running.decrementAndGet();
                    return number;
                },
                ended::add);

        assertThat(ended).hasSize(10);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new AssertionError("Nobody else came", broken);
        }
    }

    @Test
    void noneIsBegunOnceNobodyWantsIt() {
        AtomicInteger wanted = new AtomicInteger(4);

        ManyRuns.run(2, 10, () -> wanted.getAndDecrement() > 0, number -> number, ended::add);

        assertThat(ended).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void runThatThrowsEndsAllAndIsTheCause() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ManyRuns.<Integer>run(
                        1,
                        10,
                        () -> true,
                        number -> {
                            throw new IllegalArgumentException("run " + number);
                        },
                        ended::add))
                .withMessageContaining("not all were run")
                .withCause(new IllegalArgumentException("run 0"));
        assertThat(ended).isEmpty();
    }

    @Test
    void listenerThatThrowsEndsAll() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ManyRuns.run(2, 10, () -> true, number -> number, number -> {
                    ended.add(number);
                    throw new UnsupportedOperationException("full disk");
                }));
        assertThat(ended).hasSize(1);
    }

    @Test
    void interruptEndsAllAndIsNotForgotten() {
        Thread caller = Thread.currentThread();

        assertThatIllegalStateException()
                .isThrownBy(() -> ManyRuns.run(
                        1,
                        10,
                        () -> true,
                        number -> {
                            caller.interrupt();
                            return number;
                        },
                        ended::add))
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}

package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.entries;
import static io.github.reactiveraft.core.runtime.Words.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Index.atIndex;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.model.SnapshotMeta;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class ApplierSnapshotTest extends ApplierFixture {

    private final Adder machine = new Adder();

    @Test
    void snapshotOfTheStartIsRestoredBeforeAnythingIsApplied() {
        inForce(5, 100);
        tail.append(entries(6, 8));
        Applier<Long, Long> applier = applier(machine);
        applier.adopted(snapshot(5));

        applier.applied().subscribe(slice -> slices.add(slice.count()), failures::add);
        applier.commit(8);
        assertThat(machine.history()).isEmpty();
        bench.io.runAll();

        assertThat(heard).startsWith("restored 7/5", "change 6 to 106", "6=106").hasSize(1 + 2 * 3);
        assertThat(slices).containsExactly(0, 3);
        assertThat(applier.lastApplied()).isEqualTo(8);
    }

    @Test
    void laterSnapshotReplacesTheState() {
        inForce(5, 100);
        Applier<Long, Long> applier = following(machine);
        tail.append(entries(1, 2));
        applier.commit(2);
        tail.clear();

        applier.adopted(snapshot(5));
        bench.io.runAll();

        assertThat(machine.sum()).isEqualTo(100);
        assertThat(applier.lastApplied()).isEqualTo(5);
    }

    @Test
    void snapshotThatIsNotLaterThanTheStateChangesNothing() {
        inForce(5, 100);
        Applier<Long, Long> applier = following(machine);
        tail.append(entries(1, 5));
        applier.commit(5);

        applier.adopted(snapshot(5));
        bench.io.runAll();

        assertThat(machine.sum()).isEqualTo(15);
        assertThat(bench.storage.snapshots().calls("open")).isEmpty();
        assertThat(heard).doesNotContain("restored 7/5");
    }

    @Test
    void nothingIsLookedForBetweenTheDecisionAndTheDisk() {
        inForce(5, 100);
        Applier<Long, Long> applier = following(machine);

        applier.suspend(snapshot(5));
        applier.commit(3);
        bench.io.runAll();
        assertThat(bench.storage.reads()).isEmpty();

        applier.adopted(snapshot(5));
        bench.io.runAll();

        assertThat(bench.storage.reads()).isEmpty();
        assertThat(failures).isEmpty();
        assertThat(applier.lastApplied()).isEqualTo(5);
    }

    @Test
    void ownSnapshotThatComesIntoForceMeanwhileDoesNotEndTheWait() {
        inForce(2, 3);
        Applier<Long, Long> applier = following(machine);
        tail.append(entries(1, 2));
        applier.commit(2);
        tail.clear();

        applier.suspend(snapshot(50));
        applier.commit(3);
        applier.adopted(snapshot(2));
        bench.io.runAll();

        assertThat(bench.storage.reads()).isEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    void readUnderWayWhenThatIsDecidedIsTheLast() {
        bench.limits = bench.limits.withBatch(10, 1024).withWindow(2, 1024);
        bench.storage.holding(entries(1, 100));
        Applier<Long, Long> applier = following(machine);
        applier.commit(100);

        applier.suspend(snapshot(200));
        bench.io.runAll();

        assertThat(bench.storage.reads()).containsExactly(1L);
        assertThat(machine.history()).isNotEmpty();
        assertThat(applier.lastApplied()).isEqualTo(machine.history().size()).isLessThan(100);
    }

    @Test
    void nothingIsAppliedWhileTheStateMachineRestores() {
        inForce(5, 100);
        Sinks.One<Boolean> restored = Sinks.one();
        Adder slow = new Adder() {
            @Override
            public Mono<Void> restore(Flux<ByteBuffer> chunks) {
                return super.restore(chunks).then(restored.asMono()).then();
            }
        };
        Applier<Long, Long> applier = following(slow);
        applier.adopted(snapshot(5));
        tail.append(entries(6, 7));

        applier.commit(7);
        bench.io.runAll();
        assertThat(slow.history()).isEmpty();
        assertThat(applier.lastApplied()).isZero();

        restored.tryEmitValue(true);
        bench.io.runAll();
        assertThat(slow.history()).containsExactly("6:6", "7:7");
    }

    @Test
    void chunksComeOneByOneAsTheyAreAskedFor() {
        byte[] state = Images.state(200_000);
        bench.storage.having(snapshot(5), state);
        List<Integer> read = new ArrayList<>();
        Applier<Long, Long> applier = following(new Adder() {
            @Override
            public Mono<Void> restore(Flux<ByteBuffer> chunks) {
                return chunks.concatMap(
                                chunk -> Mono.fromRunnable(() -> {
                                    assertThat(bench.storage.snapshots().calls("next"))
                                            .hasSize(read.size() + 1);
                                    byte[] bytes = new byte[chunk.remaining()];
                                    chunk.get(bytes);
                                    assertThat(state).contains(bytes[0], at(read));
                                    read.add(bytes.length);
                                }),
                                0)
                        .then();
            }
        });

        applier.adopted(snapshot(5));
        bench.io.runAll();

        assertThat(failures).isEmpty();
        assertThat(read).hasSizeGreaterThan(2);
        assertThat(at(read).value).isEqualTo(state.length);
        assertThat(bench.storage.snapshots().openCount()).isZero();
    }

    @Test
    void unreadableSnapshotFailsTheFlowAndIsClosed() {
        inForce(5, 100);
        RuntimeException broken = HookedStorage.broken("Sector 7 cannot be read");
        bench.storage.snapshots().failing("next", broken);
        Applier<Long, Long> applier = following(machine);

        applier.adopted(snapshot(5));
        bench.io.runAll();

        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessageContaining("7/5")
                .hasRootCause(broken));
        assertThat(bench.storage.snapshots().openCount()).isZero();
        assertThat(applier.lastApplied()).isZero();
    }

    @Test
    void snapshotThatIsNotThereFailsTheFlow() {
        bench.storage.holding();
        Applier<Long, Long> applier = following(machine);

        applier.adopted(snapshot(5));
        bench.io.runAll();

        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessageContaining("7/5"));
    }

    @Test
    void stateMachineThatThrowsFailsTheFlow() {
        inForce(5, 100);
        Applier<Long, Long> applier = following(new Adder() {
            @Override
            public Mono<Void> restore(Flux<ByteBuffer> chunks) {
                throw new IllegalStateException("a bug of the application");
            }
        });

        applier.adopted(snapshot(5));
        bench.io.runAll();

        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessageContaining("a bug of the application"));
        assertThat(bench.storage.snapshots().openCount()).isZero();
    }

    @Test
    void stateMachineThatOverflowsTheStackFailsTheFlowToo() {
        inForce(5, 100);
        Applier<Long, Long> applier = following(new Adder() {
            @Override
            public Mono<Void> restore(Flux<ByteBuffer> chunks) {
                return chunks.doOnNext(chunk -> {
                            throw new StackOverflowError("a bug of the application");
                        })
                        .then();
            }
        });

        applier.adopted(snapshot(5));
        bench.io.runAll();

        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasStackTraceContaining("a bug of the application"));
    }

    @Test
    void endOfTheFlowClosesWhatIsBeingRead() {
        inForce(5, 100);
        Adder never = new Adder() {
            @Override
            public Mono<Void> restore(Flux<ByteBuffer> chunks) {
                return super.restore(chunks).then(Mono.never());
            }
        };
        Applier<Long, Long> applier = applier(never);
        applier.adopted(snapshot(5));
        Disposable following = applier.applied().subscribe();
        bench.io.runAll();
        assertThat(bench.storage.snapshots().openCount()).isEqualTo(1);

        following.dispose();
        bench.io.runAll();

        assertThat(bench.storage.snapshots().openCount()).isZero();
    }

    private void inForce(long index, long sum) {
        SnapshotMeta meta = snapshot(index);
        bench.storage.having(meta, Codec.int64().encode(sum));
    }

    private static Index at(List<Integer> read) {
        return atIndex(read.stream().mapToInt(Integer::intValue).sum());
    }
}

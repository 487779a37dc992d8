package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.entries;
import static io.github.reactiveraft.core.runtime.Words.noop;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.spi.LogWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ApplierTest extends ApplierFixture {

    @Test
    void appliesInOrderAndTellsResultsAfterTheChangesTheyMade() {
        Adder machine = new Adder();
        Applier<Long, Long> applier = following(machine);
        tail.append(entries(1, 3));

        applier.commit(2);

        assertThat(machine.history()).containsExactly("1:1", "2:2");
        assertThat(heard).containsExactly("change 1 to 1", "1=1", "change 2 to 3", "2=3");
        assertThat(applier.lastApplied()).isEqualTo(2);
    }

    @Test
    void nothingBehindTheCommitIndexIsApplied() {
        Adder machine = new Adder();
        Applier<Long, Long> applier = following(machine);
        tail.append(entries(1, 10));

        for (long commit = 1; commit <= 9; commit++) {
            applier.commit(commit);
            assertThat(applier.lastApplied()).isEqualTo(commit);
        }

        assertThat(machine.history()).hasSize(9);
    }

    @Test
    void noopIsCountedButNotApplied() {
        Adder machine = new Adder();
        Applier<Long, Long> applier = following(machine);
        tail.append(noop(1));
        tail.append(entries(2, 2));

        applier.commit(2);

        assertThat(machine.history()).containsExactly("2:2");
        assertThat(heard).containsExactly("1=null", "change 2 to 2", "2=2");
    }

    @Test
    void sliceHasAtMost256EntriesThenOtherTasksOfTheLoopGetTheirTurn() {
        List<Long> appliedAtTurn = new ArrayList<>();
        Adder machine = new Adder();
        Applier<Long, Long> applier = following(machine);
        tail.append(entries(1, 1_000));

        bench.loop.schedule(() -> {
            applier.commit(1_000);
            for (int i = 0; i < 3; i++) {
                bench.loop.schedule(() -> appliedAtTurn.add(applier.lastApplied()));
            }
            bench.loop.schedule(() -> bench.loop.schedule(() -> appliedAtTurn.add(applier.lastApplied())));
        });

        assertThat(slices).containsExactly(256, 256, 256, 232);
        assertThat(appliedAtTurn).containsExactly(256L, 256L, 256L, 512L);
    }

    @Test
    void sliceOfSlowCommandsEndsAfterAMillisecond() {
        Applier<Long, Long> applier = following(new Adder() {
            @Override
            public Long apply(Long command, ApplyContext<Long> context) {
                bench.pass(Duration.ofNanos(100_000));
                return super.apply(command, context);
            }
        });
        tail.append(entries(1, 64));

        bench.loop.schedule(() -> applier.commit(64));

        assertThat(slices).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(26));
        assertThat(applier.lastApplied()).isEqualTo(64);
    }

    @Test
    void readsFromTheDiskWhatIsNotInMemoryAnyMore() {
        bench.storage.holding(entries(1, 300));
        tail.append(entries(301, 302));
        Adder machine = new Adder();
        Applier<Long, Long> applier = following(machine);

        applier.commit(302);
        bench.io.runAll();

        assertThat(machine.history())
                .isEqualTo(LongStream.rangeClosed(1, 302)
                        .mapToObj(i -> i + ":" + i)
                        .toList());
        assertThat(bench.storage.reads()).containsExactly(1L);
        assertThat(slices).containsExactly(256, 46);
    }

    @Test
    void largeStretchIsReadPieceByPiece() {
        bench.limits = bench.limits.withBatch(10, 1024).withWindow(2, 1024);
        bench.storage.holding(entries(1, 100));
        Adder machine = new Adder();
        Applier<Long, Long> applier = following(machine);

        applier.commit(100);
        bench.io.runAll();

        assertThat(machine.history()).hasSize(100);
        assertThat(bench.storage.reads()).hasSizeGreaterThan(5).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void entriesThatLeaveMemoryWhileTheSliceWaitsForItsTurnAreReadFromTheDisk() {
        bench.storage.holding(entries(1, 2_000));
        Adder machine = new Adder();
        Applier<Long, Long> applier = following(machine);
        tail.append(entries(1, 1_000));
        tail.append(entries(1_001, 2_000));

        bench.loop.schedule(() -> {
            applier.commit(2_000);
            tail.trim(2_000);
        });
        bench.io.runAll();

        assertThat(failures).isEmpty();
        assertThat(machine.history()).hasSize(2_000);
    }

    @Test
    void whatWasReadAheadButReplacedSinceIsNotApplied() {
        bench.storage.holding(entries(7, 1, 10));
        List<LogEntry> applied = new ArrayList<>();
        bench.observer = new StepObserver() {
            @Override
            public void onApplied(EntryBatch batch) {
                applied.addAll(batch.entries());
            }
        };
        Applier<Long, Long> applier = following(new Adder());
        applier.commit(5);
        bench.io.runAll();

        bench.storage.write(List.of(new LogWrite(null, 6, entries(8, 6, 10))));
        applier.commit(10);
        bench.io.runAll();

        assertThat(applied)
                .extracting(entry -> entry.id().term())
                .containsExactly(7L, 7L, 7L, 7L, 7L, 8L, 8L, 8L, 8L, 8L);
    }

    @Test
    void unreadableLogFailsTheFlow() {
        bench.storage.holding(entries(1, 3));
        RuntimeException broken = HookedStorage.broken("Sector 7 cannot be read");
        bench.storage.beforeRead(HookedStorage.failing(broken));
        Applier<Long, Long> applier = following(new Adder());

        applier.commit(3);
        bench.io.runAll();

        assertThat(failures).containsExactly(broken);
    }

    @Test
    void throwOfTheStateMachineFailsTheFlowAndSkipsNothing() {
        Adder machine = new Adder();
        Applier<Long, Long> applier = following(machine);
        tail.append(entries(1, 1));
        tail.append(EntryBatch.encode(2, 7, 0, List.of(Words.command(Adder.POISON))));
        tail.append(entries(3, 3));

        applier.commit(3);
        applier.commit(3);

        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessageContaining("2")
                .hasStackTraceContaining("poison"));
        assertThat(machine.history()).containsExactly("1:1");
        assertThat(applier.lastApplied()).isEqualTo(1);
    }

    @Test
    void stateMachineThatOverflowsTheStackFailsTheFlowToo() {
        Applier<Long, Long> applier = following(new Adder() {
            @Override
            public Long apply(Long command, ApplyContext<Long> context) {
                throw new StackOverflowError("a bug of the application");
            }
        });
        tail.append(entries(1, 1));

        applier.commit(1);

        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasStackTraceContaining("a bug of the application"));
    }

    @Test
    void commitBeforeTheSubscriptionIsApplied() {
        Adder machine = new Adder();
        Applier<Long, Long> applier = applier(machine);
        tail.append(entries(1, 2));
        applier.commit(2);

        applier.applied().subscribe();

        assertThat(machine.history()).hasSize(2);
    }

    @Test
    void contextIsTheSameOnEveryReplica() {
        tail.append(entries(1, 50));
        bench.storage.holding(entries(1, 50));
        List<String> fromMemory = new ArrayList<>();
        List<String> fromDisk = new ArrayList<>();
        Applier<Long, Long> one = following(new Noting(fromMemory));
        one.commit(50);
        tail.truncateFrom(1);
        Applier<Long, Long> other = following(new Noting(fromDisk));
        other.commit(3);
        bench.io.runAll();
        other.commit(50);
        bench.io.runAll();

        assertThat(fromDisk).isEqualTo(fromMemory).hasSize(50).doesNotHaveDuplicates();
        assertThat(fromMemory.get(6)).startsWith("7 7 1970-01-01T00:00:07Z ");
    }

    @Test
    void randomNumbersOfOneCommandGoOnAndDifferFromThoseOfOthers() {
        List<Long> drawn = new ArrayList<>();
        Applier<Long, Long> applier = following(new Adder() {
            @Override
            public Long apply(Long command, ApplyContext<Long> context) {
                drawn.add(context.random().nextLong());
                drawn.add(context.random().nextLong());
                return 0L;
            }
        });
        tail.append(entries(1, 1, 32));
        tail.append(entries(2, 33, 64));

        applier.commit(64);

        assertThat(drawn).hasSize(128).doesNotHaveDuplicates();
    }

    /** Writes down everything a command may know. */
    private static final class Noting extends Adder {

        private final List<String> notes;

        private Noting(List<String> notes) {
            this.notes = notes;
        }

        @Override
        public Long apply(Long command, ApplyContext<Long> context) {
            notes.add(context.index() + " " + context.term() + " " + context.timestamp() + " "
                    + context.random().nextLong());
            return super.apply(command, context);
        }
    }
}

package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftException.Compacted;
import io.github.reactiveraft.api.RaftException.Fatal;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogWrite;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A follower that is too far behind. */
class ForeignSnapshotTest extends FollowerFixture {

    @Test
    @DisplayName("§7: the follower takes over the snapshot's state and goes on behind it")
    void stateBecomesThatOfTheSnapshotAndTheLogGoesOnBehindIt() {
        RaftNode<Long, Long, Long> node = start();
        InstallSnapshot install = snapshot(7, 5, 100);

        hears(install);
        hears(install);
        hears(append(6, 7));

        assertThat(answers).containsExactly(new SnapshotWanted(7), new Appended(7, 5), new Appended(7, 7));
        assertThat(machine.history()).containsExactly("6:6", "7:7");
        assertThat(machine.sum()).isEqualTo(113);
        assertThat(node.status()).isEqualTo(new RaftStatus(N1, Role.FOLLOWER, 7, Optional.of(N2), 7, 7, 7));
    }

    @Test
    void snapshotReplacesWhatTheLogHasNotCommitted() {
        start();
        hears(append(7, 1, 3, 2));
        EntryId base = new EntryId(7, 5);

        hears(snapshot(7, 5, 100));
        hears(append(6, 6));

        assertThat(adoptions()).containsExactly(new SnapshotAdoption(Words.snapshot(5), base, true));
        assertThat(machine.history()).containsExactly("1:1", "2:2", "6:6");
        assertThat(machine.sum()).isEqualTo(106);
    }

    @Test
    void entriesOfTheLogThatIsVoidAreForgottenInMemoryToo() {
        start();
        hears(append(7, 1, 6, 2));
        hears(append(7, 7, 8, 2));
        EntryId last = new EntryId(8, 5);

        hears(snapshot(8, new SnapshotMeta(last, 5_000, Words.snapshot(5).membership()), 100));
        hears(new AppendEntries(8, N2, last, 8, Words.entries(8, 6, 8)));

        assertThat(ends).isEmpty();
        assertThat(machine.history()).containsExactly("1:1", "2:2", "6:6", "7:7", "8:8");
    }

    @Test
    void nothingIsAnsweredOrAppliedAsOfTheSnapshotBeforeTheDiskHasItInForce() {
        RaftNode<Long, Long, Long> node = start();
        hears(append(1, 1));
        asks(snapshot(7, 5, 100));
        List<Long> sums = new ArrayList<>();
        bench.storage.beforeWrite(() -> sums.add(machine.sum()));

        disk.runAll();

        assertThat(sums).containsExactly(1L);
        assertThat(machine.sum()).isEqualTo(100);
        assertThat(node.status().lastApplied()).isEqualTo(5);
    }

    @Test
    void watchersAreEndedByIt() {
        RaftNode<Long, Long, Long> node = start();
        List<Object> heard = new ArrayList<>();
        node.watch().subscribe(heard::add, heard::add);
        hears(append(1, 1));

        hears(snapshot(7, 5, 100));
        node.watch().subscribe(heard::add, heard::add);
        hears(append(6, 6));

        assertThat(heard).hasSize(3).startsWith(new Change<>(1, 1L)).endsWith(new Change<>(6, 106L));
        assertThat(heard.get(1)).isInstanceOfSatisfying(Compacted.class, ended -> assertThat(ended)
                .hasMessageContaining("n1")
                .returns(6L, Compacted::availableFrom));
    }

    @Test
    void watchersOfWhatComesBehindItStay() {
        RaftNode<Long, Long, Long> node = start();
        List<Object> behind = new ArrayList<>();
        List<Object> within = new ArrayList<>();
        node.watch(6).subscribe(behind::add, behind::add);
        node.watch(5).subscribe(within::add, within::add);
        hears(append(1, 1));

        hears(snapshot(7, 5, 100));
        hears(append(6, 7));

        assertThat(behind).containsExactly(new Change<>(6, 106L), new Change<>(7, 113L));
        assertThat(within).singleElement().isInstanceOf(Compacted.class);
    }

    @Test
    void whoReadsTheStateAfterItGoesOnWithoutAGap() {
        RaftNode<Long, Long, Long> node = start();
        ReadToken token = ReadToken.start();
        List<Object> heard = new ArrayList<>();
        node.watch()
                .onErrorResume(Compacted.class, ended -> node.read(0L, ReadMode.local(token))
                        .doOnNext(heard::add)
                        .thenMany(Flux.defer(() -> node.watch(token.index() + 1))))
                .subscribe(heard::add, heard::add);
        hears(append(1, 1));

        hears(snapshot(7, 5, 100));
        hears(append(6, 7));

        assertThat(heard).containsExactly(new Change<>(1, 1L), 100L, new Change<>(6, 106L), new Change<>(7, 113L));
        assertThat(token.index()).isEqualTo(5);
    }

    @Test
    void snapshotThatWaitsForItsTurnIsNotGivenUpForALaterOne() {
        start();
        asks(snapshot(7, 5, 100));
        snapshots.before(call -> {
            if (call.startsWith("complete 7/5")) {
                asks(append(8, 1, 0, 0));
            }
        });
        InstallSnapshot later = snapshot(8, 9, 200);
        bench.storage.beforeWrite(() -> {
            if (!snapshots.calls("complete 7/5").isEmpty()) {
                asks(later);
            }
        });

        disk.runAll();
        hears(later);

        assertThat(ends).isEmpty();
        assertThat(adoptions())
                .extracting(adoption -> adoption.snapshot().index())
                .containsExactly(5L, 9L);
        assertThat(machine.sum()).isEqualTo(200);
    }

    @Test
    void entriesThatTheSnapshotReplacesAreNotLookedForWhileItComesIntoForce() {
        bench.limits = bench.limits.withBatch(10, 1024).withWindow(2, 1024);
        RaftNode<Long, Long, Long> first = start();
        hears(append(7, 1, 100, 0));
        close(first);
        start();
        asks(snapshot(7, 200, 5_000));
        snapshots.before(call -> {
            if (call.startsWith("complete")) {
                asks(append(7, 101, 100, 100));
            }
        });

        disk.runAll();

        assertThat(ends).isEmpty();
        assertThat(machine.sum()).isEqualTo(5_000);
        assertThat(bench.storage.reads()).hasSizeLessThan(3);
    }

    @Test
    void stateMachineThatCannotRestoreEndsTheNode() {
        machine = new Adder() {
            @Override
            public Mono<Void> restore(Flux<ByteBuffer> chunks) {
                return Mono.error(new IllegalStateException("state of another application"));
            }
        };
        start();

        hears(snapshot(7, 5, 100));

        assertThat(ends).singleElement().satisfies(end -> assertThat(end)
                .isInstanceOf(Fatal.class)
                .hasMessageContaining("7/5")
                .hasMessageContaining("state of another application"));
    }

    @Test
    void snapshotIsThereAfterARestart() {
        RaftNode<Long, Long, Long> first = start();
        hears(snapshot(7, 5, 100));
        hears(append(6, 6));
        close(first);
        machine = new Adder();

        RaftNode<Long, Long, Long> second = start();
        hears(append(7, 7, 7, 7));

        assertThat(machine.history()).containsExactly("6:6", "7:7");
        assertThat(machine.sum()).isEqualTo(113);
        assertThat(second.status().lastApplied()).isEqualTo(7);
    }

    private List<SnapshotAdoption> adoptions() {
        List<SnapshotAdoption> adoptions = new ArrayList<>();
        bench.storage.groups().forEach(group -> group.stream()
                .map(LogWrite::adoption)
                .filter(adoption -> adoption != null)
                .forEach(adoptions::add));
        return adoptions;
    }
}

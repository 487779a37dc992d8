package io.github.reactiveraft.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftException.Compacted;
import io.github.reactiveraft.api.RaftException.Fatal;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.spi.LogWrite;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** A follower that takes a snapshot after every ten entries and keeps two before it. */
class OwnSnapshotTest extends FollowerFixture {

    @BeforeEach
    void everyTenEntries() {
        bench.policy = new SnapshotPolicy(10, Long.MAX_VALUE, 2);
    }

    @Test
    @DisplayName("§7: each server takes snapshots independently, covering just the committed entries in its log")
    void logGoesBehindASnapshotOfWhatWasApplied() {
        start();

        hears(append(7, 1, 12, 9));
        assertThat(adoptions()).isEmpty();
        hears(append(7, 13, 12, 12));

        assertThat(adoptions()).containsExactly(new SnapshotAdoption(Words.snapshot(12), new EntryId(7, 10), false));
        assertThat(bench.storage.read(11, 10_000).count()).isEqualTo(2);
        assertThat(machine.history()).hasSize(12);
    }

    @Test
    void restartBeginsWithTheSnapshotAndGoesOnWithTheLog() {
        RaftNode<Long, Long, Long> first = start();
        hears(append(1, 10));
        hears(append(11, 13));
        close(first);
        machine = new Adder();
        answers.clear();

        RaftNode<Long, Long, Long> second = start();
        assertThat(machine.sum()).isEqualTo(55);
        assertThat(second.status().lastApplied()).isEqualTo(10);
        hears(append(14, 14));

        assertThat(machine.history()).containsExactly("11:11", "12:12", "13:13", "14:14");
        assertThat(machine.sum()).isEqualTo(105);
        assertThat(answers).containsExactly(new Appended(7, 14));
    }

    @Test
    void nothingIsAppliedBeforeTheStateIsRestored() {
        RaftNode<Long, Long, Long> first = start();
        hears(append(1, 13));
        close(first);
        machine = new Adder();

        RaftNode<Long, Long, Long> second = startOnly();
        asks(append(14, 15));
        List<String> early = List.copyOf(machine.history());
        long lastApplied = second.status().lastApplied();
        disk.runAll();

        assertThat(early).isEmpty();
        assertThat(lastApplied).isZero();
        assertThat(machine.history()).containsExactly("14:14", "15:15");
        assertThat(machine.sum()).isEqualTo(120);
    }

    @Test
    void watchersOfTheStartSeeWhatFollowsTheSnapshotAndAreNotEnded() {
        RaftNode<Long, Long, Long> first = start();
        hears(append(1, 10));
        close(first);
        machine = new Adder();
        List<Object> heard = new ArrayList<>();

        RaftNode<Long, Long, Long> second = startOnly();
        second.watch().subscribe(heard::add, heard::add);
        disk.runAll();
        hears(append(11, 12));

        assertThat(heard).containsExactly(new Change<>(11, 66L), new Change<>(12, 78L));
    }

    @Test
    void afterAStartTheChangesBehindTheSnapshotAreThereAgainAndNoneBefore() {
        RaftNode<Long, Long, Long> first = start();
        hears(append(1, 10));
        hears(append(11, 13));
        close(first);
        machine = new Adder();
        List<Object> heard = new ArrayList<>();

        RaftNode<Long, Long, Long> second = startOnly();
        second.watch(10).subscribe(heard::add, heard::add);
        assertThat(heard).singleElement().isInstanceOfSatisfying(Compacted.class, ended -> assertThat(
                        ended.availableFrom())
                .isEqualTo(11));
        disk.runAll();
        hears(append(14, 14));
        heard.clear();
        second.watch(11).map(Change::index).subscribe(heard::add, heard::add);
        second.watch(14).map(Change::value).subscribe(heard::add, heard::add);

        assertThat(heard).containsExactly(11L, 12L, 13L, 14L, 105L);
    }

    @Test
    void watchersAreNotEndedByAnOwnSnapshot() {
        RaftNode<Long, Long, Long> node = start();
        List<Object> heard = new ArrayList<>();
        node.watch().subscribe(heard::add, heard::add);

        hears(append(1, 12));
        hears(append(13, 13));

        assertThat(adoptions()).hasSize(1);
        assertThat(heard).hasSize(13).allMatch(Change.class::isInstance);
    }

    @Test
    void oneAfterTheOtherComesIntoForceHoweverMuchIsAppliedMeanwhile() {
        start();

        for (int i = 0; i < 20; i++) {
            asks(append(5L * i + 1, 5L * i + 5));
            disk.runNext();
        }
        disk.runAll();

        assertThat(ends).isEmpty();
        assertThat(adoptions().size())
                .isGreaterThan(1)
                .isEqualTo(snapshots.calls("create").size());
        assertThat(machine.history()).hasSize(100);
    }

    @Test
    void stateThatCannotBeCapturedCostsNothingButTheSnapshot() {
        machine = new Adder() {
            @Override
            public Publisher<ByteBuffer> snapshot() {
                return Flux.error(new IllegalStateException("a bug of the application"));
            }
        };
        RaftNode<Long, Long, Long> node = start();

        hears(append(1, 12));
        hears(append(13, 25));

        assertThat(ends).isEmpty();
        assertThat(adoptions()).isEmpty();
        assertThat(snapshots.calls("discard")).hasSize(2);
        assertThat(node.status().lastApplied()).isEqualTo(25);
    }

    @Test
    void diskThatCannotKeepItCostsNothingButTheSnapshot() {
        RaftNode<Long, Long, Long> node = start();
        snapshots.failing("write", HookedStorage.broken("No space left"));
        hears(append(1, 12));
        assertThat(adoptions()).isEmpty();

        snapshots.before(call -> {});
        hears(append(13, 25));

        assertThat(ends).isEmpty();
        assertThat(adoptions()).hasSize(1);
        assertThat(node.status().lastApplied()).isEqualTo(25);
    }

    @Test
    void snapshotThatCannotBeAdoptedEndsTheNode() {
        start();
        bench.storage.beforeWrite(() -> {
            if (!snapshots.calls("finish").isEmpty()) {
                throw HookedStorage.broken("Input/output error");
            }
        });

        hears(append(1, 12));

        assertThat(ends)
                .singleElement()
                .satisfies(end -> assertThat(end).isInstanceOf(Fatal.class).hasMessageContaining("Input/output error"));
    }

    @Test
    void entriesThatAreGoneAreNotInTheLogAnyMore() {
        start();

        for (int i = 0; i < 4; i++) {
            hears(append(12L * i + 1, 12L * i + 12));
        }

        assertThatThrownBy(() -> bench.storage.read(12, 10_000)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<SnapshotAdoption> adoptions() {
        return bench.storage.groups().stream()
                .flatMap(List::stream)
                .map(LogWrite::adoption)
                .filter(Objects::nonNull)
                .toList();
    }
}

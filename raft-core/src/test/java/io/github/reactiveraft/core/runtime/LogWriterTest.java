package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.entries;
import static io.github.reactiveraft.core.runtime.Words.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import io.github.reactiveraft.core.protocol.Effect.Persist;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class LogWriterTest {

    private static final int MIB = 1024 * 1024;

    private final HandLane io = new HandLane();
    private final HookedStorage storage = new HookedStorage().holding();
    private final LogWriter writer = new LogWriter(storage, new IoLane(io), io, full -> {});
    private final List<List<Long>> durable = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    @Test
    void whatIsOfferedWhileAWriteIsInProgressIsTheNextGroup() {
        follow();

        writer.offer(append(1, entries(1, 1)));
        writer.offer(append(2, entries(2, 3)));
        writer.offer(append(3, entries(4, 4)));
        io.runNext();
        writer.offer(append(4, entries(5, 5)));
        io.runAll();

        assertThat(storage.lastIndexes()).containsExactly(List.of(1L), List.of(3L, 4L), List.of(5L));
        assertThat(durable).containsExactly(List.of(1L), List.of(2L, 3L), List.of(4L));
    }

    @Test
    void groupIsOutOnlyWhenTheDiskHasIt() {
        follow();
        storage.beforeWrite(() -> assertThat(durable).isEmpty());

        writer.offer(append(1, entries(1, 1)));
        assertThat(durable).isEmpty();
        io.runAll();

        assertThat(durable).containsExactly(List.of(1L));
    }

    @Test
    void onlyOneWriteIsUnderWayAtATime() {
        follow();

        for (int i = 1; i <= 100; i++) {
            writer.offer(append(i, entries(i, i)));
        }

        assertThat(io.waitingCount()).isEqualTo(1);
    }

    @Test
    void truncationStartsAGroupOfItsOwn() {
        follow();
        writer.offer(append(1, EntryBatch.empty()));

        writer.offer(append(2, entries(7, 1, 5)));
        writer.offer(append(3, EntryBatch.empty()));
        writer.offer(new Persist(4, null, 3, entries(8, 3, 3), List.of()));
        writer.offer(append(5, entries(8, 4, 4)));
        writer.offer(new Persist(6, null, 4, entries(9, 4, 4), List.of()));
        io.runAll();

        assertThat(durable).containsExactly(List.of(1L), List.of(2L, 3L), List.of(4L, 5L), List.of(6L));
        assertThat(storage.read(1, 10_000).entries())
                .extracting(entry -> entry.id().toString())
                .containsExactly("7/1", "7/2", "8/3", "9/4");
    }

    @Test
    void logThatStartsAnewStartsAGroupOfItsOwn() {
        follow();
        writer.offer(append(1, EntryBatch.empty()));
        stage(9);

        writer.offer(append(2, entries(1, 5)));
        writer.offer(append(3, EntryBatch.empty()));
        writer.offer(adoption(4, new SnapshotAdoption(snapshot(9), new EntryId(7, 9), true)));
        writer.offer(append(5, entries(10, 12)));
        io.runAll();

        assertThat(durable).containsExactly(List.of(1L), List.of(2L, 3L), List.of(4L, 5L));
        assertThat(storage.read(10, 10_000).count()).isEqualTo(3);
    }

    @Test
    void ownSnapshotSharesTheGroupOfOtherWrites() {
        follow();
        writer.offer(append(1, EntryBatch.empty()));
        stage(3);

        writer.offer(append(2, entries(1, 5)));
        writer.offer(adoption(3, new SnapshotAdoption(snapshot(3), new EntryId(7, 2), false)));
        writer.offer(append(4, entries(6, 6)));
        io.runAll();

        assertThat(durable).containsExactly(List.of(1L), List.of(2L, 3L, 4L));
        assertThat(storage.snapshots().open(new EntryId(7, 3))).isPresent();
    }

    @Test
    void errorFailsTheFlowAndNothingAfterItIsWritten() {
        follow();
        writer.offer(append(1, entries(1, 1)));
        io.runAll();
        RuntimeException broken = HookedStorage.broken("No space left");
        storage.beforeWrite(HookedStorage.failing(broken));
        writer.offer(append(2, entries(2, 2)));
        writer.offer(append(3, entries(3, 3)));

        io.runAll();
        storage.beforeWrite(() -> {});
        writer.offer(append(4, entries(2, 2)));
        io.runAll();

        assertThat(failures).containsExactly(broken);
        assertThat(durable).containsExactly(List.of(1L));
        assertThat(storage.groups()).hasSize(1);
    }

    @Test
    void storageThatBreaksWithAnErrorFailsTheFlowToo() {
        follow();
        AssertionError bug = new AssertionError("a bug of the storage");
        storage.beforeWrite(HookedStorage.failing(bug));

        writer.offer(append(1, entries(1, 1)));
        io.runAll();

        assertThat(failures).containsExactly(bug);
    }

    @Test
    void groupsAreLimitedByCountAndByBytes() {
        follow();
        writer.offer(append(1, EntryBatch.empty()));
        for (int i = 2; i <= 5_000; i++) {
            writer.offer(append(i, EntryBatch.empty()));
        }
        for (int i = 1; i <= 6; i++) {
            writer.offer(append(5_000 + i, large(i)));
        }

        io.runAll();

        assertThat(durable).extracting(List::size).containsExactly(1, 4_096, 4_999 - 4_096 + 5, 1);
    }

    @Test
    void whatWasOfferedBeforeTheSubscriptionIsWritten() {
        writer.offer(append(1, entries(1, 1)));
        writer.offer(append(2, entries(2, 2)));

        follow();
        io.runAll();

        assertThat(durable).containsExactly(List.of(1L, 2L));
    }

    @Test
    void cancelLetsTheWriteUnderWayEndAndStartsNoOther() {
        Disposable following = follow();
        writer.offer(append(1, entries(1, 1)));
        writer.offer(append(2, entries(2, 2)));

        following.dispose();
        io.runAll();

        assertThat(storage.lastIndexes()).containsExactly(List.of(1L));
        assertThat(durable).isEmpty();
    }

    private Disposable follow() {
        return writer.durable()
                .subscribe(
                        group ->
                                durable.add(group.stream().map(Persist::writeId).toList()),
                        failures::add);
    }

    private void stage(long index) {
        SnapshotWriter staged = storage.snapshots().create(snapshot(index));
        staged.finish();
    }

    private static Persist adoption(long writeId, SnapshotAdoption adoption) {
        return new Persist(writeId, null, adoption, 0, EntryBatch.empty(), List.of());
    }

    private static Persist append(long writeId, EntryBatch entries) {
        return new Persist(writeId, null, 0, entries, List.of());
    }

    private static EntryBatch large(long index) {
        return EntryBatch.encode(index, 7, 0, List.of(Proposal.command(Bytes.of(new byte[MIB - 100]))));
    }
}

package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.entries;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import io.github.reactiveraft.core.protocol.Effect.Persist;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** A disk without room for a group of writes. */
class LogWriterFullTest {

    private final Bench bench = new Bench();
    private final HookedStorage storage = bench.storage.holding();
    private final List<StorageException> heard = new ArrayList<>();
    private final LogWriter writer = new LogWriter(storage, new IoLane(bench.io), bench.loop, heard::add);
    private final List<List<Long>> durable = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final StorageException full = new StorageException(Reason.FULL, "No room", null);
    private final Disposable following = writer.durable()
            .subscribe(group -> durable.add(group.stream().map(Persist::writeId).toList()), failures::add);

    @BeforeEach
    void fill() {
        storage.beforeWrite(HookedStorage.failing(full));
    }

    @Test
    void groupIsTriedAgainUntilThereIsRoomAndNothingOvertakesIt() {
        writer.offer(append(1, entries(1, 1)));
        bench.io.runAll();
        writer.offer(append(2, entries(2, 2)));
        for (int second = 0; second < 60; second++) {
            bench.passMillis(1_000);
            bench.io.runAll();
        }
        assertThat(durable).isEmpty();
        assertThat(heard).hasSize(61).containsOnly(full);

        storage.beforeWrite(() -> {});
        bench.passMillis(1_000);
        bench.io.runAll();

        assertThat(durable).containsExactly(List.of(1L), List.of(2L));
        assertThat(storage.lastIndexes()).containsExactly(List.of(1L), List.of(2L));
        assertThat(failures).isEmpty();
    }

    @Test
    void diskIsLeftAloneBetweenTwoTries() {
        writer.offer(append(1, entries(1, 1)));
        bench.io.runAll();

        bench.passMillis(999);
        writer.offer(append(2, entries(2, 2)));

        assertThat(bench.io.waitingCount()).isZero();
        bench.passMillis(1);
        assertThat(bench.io.waitingCount()).isEqualTo(1);
    }

    @Test
    void diskThatBreaksWhileItIsFullFailsTheFlow() {
        writer.offer(append(1, entries(1, 1)));
        bench.io.runAll();
        RuntimeException broken = HookedStorage.broken("Input/output error");

        storage.beforeWrite(HookedStorage.failing(broken));
        bench.passMillis(1_000);
        bench.io.runAll();

        assertThat(failures).containsExactly(broken);
        assertThat(durable).isEmpty();
    }

    @Test
    void cancelEndsTheWaiting() {
        writer.offer(append(1, entries(1, 1)));
        bench.io.runAll();

        following.dispose();
        bench.passMillis(10_000);

        assertThat(bench.io.waitingCount()).isZero();
    }

    private static Persist append(long writeId, EntryBatch entries) {
        return new Persist(writeId, null, 0, entries, List.of());
    }
}

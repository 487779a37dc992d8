package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member of three, whose two peers fetch a snapshot. */
class SnapshotCheckTest {

    private static final EntryId LAST = new EntryId(7, 5);

    private final Bench bench = new Bench();
    private final HookedSnapshots snapshots =
            bench.storage.having(snapshot(5), Images.state(5_000)).snapshots();
    private final SnapshotShelf shelf = new SnapshotShelf(bench.parts(), snapshot(5));
    private final List<EntryId> sound = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    @BeforeEach
    void subscribe() {
        shelf.check().sound().subscribe(sound::add, failures::add);
    }

    @Test
    void snapshotThatEveryPeerFetchesOnceIsNotLookedAt() {
        fetch(0);
        fetch(1_000);
        fetch(0);
        fetch(2_000);

        assertThat(snapshots.calls("next")).isEmpty();
        assertThat(sound).isEmpty();
    }

    @Test
    void snapshotThatIsBegunAnewIsReadOnce() {
        for (int attempt = 0; attempt < 10; attempt++) {
            fetch(0);
        }

        assertThat(sound).containsExactly(LAST);
        assertThat(snapshots.openCount()).isZero();
        assertThat(failures).isEmpty();
    }

    @Test
    void damagedOneIsPutAsideAndEndsTheNode() {
        StorageException rot = new StorageException(Reason.CORRUPT, "rotten", null);
        snapshots.before(call -> {
            if (call.startsWith("next")) {
                throw rot;
            }
            if (call.startsWith("putAside")) {
                throw new IllegalStateException("aside");
            }
        });

        fetch(0);
        fetch(0);
        fetch(0);

        assertThat(snapshots.calls("putAside")).containsExactly("putAside " + LAST);
        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(snapshots.openCount()).isZero();
    }

    @Test
    void oneThatCannotBeReadIsLeftWhereItIs() {
        snapshots.failing("next", new StorageException(Reason.IO, "no disk", null));

        fetch(0);
        fetch(0);
        fetch(0);

        assertThat(snapshots.calls("putAside")).isEmpty();
        assertThat(failures).singleElement().isInstanceOf(StorageException.class);
    }

    private void fetch(long offset) {
        shelf.piece(new FetchSnapshot(LAST, offset, 1_000)).subscribe();
        bench.io.runAll();
        bench.passMillis(1);
    }
}

package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.leaderBehind;
import static io.github.reactiveraft.core.runtime.Words.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class SnapshotOfferTest {

    private final Bench bench = new Bench();
    private final HookedSnapshots snapshots =
            bench.storage.having(snapshot(5), Images.state(100)).snapshots();
    private final SnapshotShelf shelf = new SnapshotShelf(bench.parts(), snapshot(5));
    private final SnapshotOffer offer = new SnapshotOffer(shelf);
    private final RaftView view = leaderBehind(5, 8);
    private final List<InstallSnapshot> announced = new ArrayList<>();

    @Test
    void newestIsOpenedAndAnnouncedWithItsLength() {
        announce();

        assertThat(announced)
                .containsExactly(new InstallSnapshot(
                        7,
                        N1,
                        snapshot(5),
                        Images.of(snapshot(5), Images.state(100)).length()));
        assertThat(snapshots.openCount()).isEqualTo(1);
        assertThat(offer.lastIndex()).isEqualTo(5);
    }

    @Test
    void staysTheSameOneThoughANewerIsInForce() {
        announce();
        adopt(9);

        announce();

        assertThat(announced).extracting(InstallSnapshot::snapshot).containsExactly(snapshot(5), snapshot(5));
        assertThat(snapshots.calls("open")).hasSize(1);
    }

    @Test
    void withdrawnItIsClosedAndTheNextIsTheNewest() {
        announce();
        adopt(9);

        offer.withdraw();
        offer.withdraw();
        bench.io.runAll();
        assertThat(snapshots.openCount()).isZero();
        assertThat(offer.lastIndex()).isEqualTo(Long.MAX_VALUE);

        announce();
        assertThat(announced.get(1).snapshot()).isEqualTo(snapshot(9));
    }

    @Test
    void nothingIsAnnouncedWhileThereIsNoneOrItIsStillBeingOpened() {
        new SnapshotOffer(new SnapshotShelf(bench.parts(), null))
                .announcement(view)
                .subscribe(announced::add);
        assertThat(bench.io.waitingCount()).isZero();

        for (int i = 0; i < 3; i++) {
            offer.announcement(view).subscribe(announced::add);
        }
        assertThat(bench.io.waitingCount()).isEqualTo(1);
        assertThat(announced).isEmpty();

        bench.io.runAll();
        assertThat(announced).hasSize(1);
    }

    @Test
    void goneOneIsNotAnnouncedAndAskedForAgain() {
        shelf.adopted(snapshot(7));

        announce();
        announce();

        assertThat(announced).isEmpty();
        assertThat(snapshots.calls("open")).containsExactly("open 7/7", "open 7/7");
    }

    @Test
    void endOfTheLeadershipClosesIt() {
        announce();

        offer.end();
        bench.io.runAll();

        assertThat(snapshots.openCount()).isZero();
    }

    @Test
    void endOfTheLeadershipClosesWhatIsStillBeingOpened() {
        Disposable announcing = offer.announcement(view).subscribe(announced::add);

        announcing.dispose();
        offer.end();
        bench.io.runAll();

        assertThat(announced).isEmpty();
        assertThat(snapshots.calls("open")).hasSize(1);
        assertThat(snapshots.openCount()).isZero();
    }

    @Test
    void endOfTheLaneUnderItIsNoFailure() {
        announce();
        bench.io.end();

        offer.end();

        assertThat(offer.lastIndex()).isEqualTo(Long.MAX_VALUE);
    }

    private void announce() {
        offer.announcement(view).subscribe(announced::add);
        bench.io.runAll();
    }

    private void adopt(long index) {
        Images.putInForce(bench.storage, snapshot(index), Images.state(100));
        shelf.adopted(snapshot(index));
    }
}

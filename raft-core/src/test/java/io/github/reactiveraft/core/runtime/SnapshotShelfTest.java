package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.Refused.Reason;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class SnapshotShelfTest {

    private static final EntryId LAST = new EntryId(7, 5);
    private static final int MOST = 128;

    private final Bench bench = new Bench();
    private final Bytes image = Images.of(snapshot(5), Images.state(5_000));
    private final HookedSnapshots snapshots =
            bench.storage.having(snapshot(5), Images.state(5_000)).snapshots();
    private final SnapshotShelf shelf = shelf();
    private final List<RaftResponse> answers = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    @Test
    void pieceIsWhatTheImageHasThere() {
        ask(0, 100);
        ask(777, 1000);
        bench.io.runAll();

        assertThat(answers)
                .containsExactly(
                        new SnapshotPiece(LAST, 0, Images.piece(image, 0, 100)),
                        new SnapshotPiece(LAST, 777, Images.piece(image, 777, 1000)));
        assertThat(snapshots.openCount()).isZero();
    }

    @Test
    void pieceIsNoLongerThanThisNodeSendsAtATime() {
        ask(0, 16 * 1024 * 1024);
        bench.io.runAll();

        assertThat(answers).containsExactly(new SnapshotPiece(LAST, 0, Images.piece(image, 0, 1024)));
    }

    @Test
    void pieceAtTheEndIsShorterAndBehindItEmpty() {
        ask(image.length() - 10, 100);
        ask(image.length(), 100);
        bench.io.runAll();

        assertThat(answers)
                .extracting(answer -> ((SnapshotPiece) answer).bytes().length())
                .containsExactly(10, 0);
    }

    @Test
    void whatIsNotThereIsGone() {
        ask(image.length() + 1, 100);
        shelf.piece(new FetchSnapshot(new EntryId(7, 4), 0, 100)).subscribe(answers::add, failures::add);
        shelf.piece(new FetchSnapshot(new EntryId(6, 5), 0, 100)).subscribe(answers::add, failures::add);
        bench.io.runAll();

        assertThat(answers).hasSize(3).allMatch(answer -> isRefused(answer, Reason.GONE));
        assertThat(snapshots.openCount()).isZero();
    }

    @Test
    void unreadableImageIsGoneForThePeerAndTheNodeGoesOn() {
        for (String kind : List.of("open", "image")) {
            snapshots.failing(kind, HookedStorage.broken("Sector 7 cannot be read"));

            ask(0, 100);
            bench.io.runAll();
        }

        assertThat(answers).hasSize(2).allMatch(answer -> isRefused(answer, Reason.GONE));
        assertThat(failures).isEmpty();
        assertThat(snapshots.openCount()).isZero();
    }

    @Test
    void piecesThatWaitForTheDiskAreBoundedAndRoomComesBackWithTheAnswers() {
        for (int round = 0; round < 3; round++) {
            answers.clear();
            for (int i = 0; i < MOST + 2; i++) {
                ask(0, 100);
            }
            assertThat(answers).hasSize(2).allMatch(answer -> isRefused(answer, Reason.OVERLOADED));
            bench.io.runAll();
            assertThat(answers).hasSize(MOST + 2);
        }
    }

    @Test
    void callerThatIsGoneKeepsItsPlaceUntilTheDiskHasAnswered() {
        for (int i = 0; i < MOST; i++) {
            Disposable gone = shelf.piece(new FetchSnapshot(LAST, 0, 100)).subscribe();
            gone.dispose();
        }

        ask(0, 100);
        assertThat(answers).hasSize(1).allMatch(answer -> isRefused(answer, Reason.OVERLOADED));
        bench.io.runAll();
        ask(0, 100);
        bench.io.runAll();

        assertThat(answers).hasSize(2);
        assertThat(answers.get(1)).isInstanceOf(SnapshotPiece.class);
    }

    @Test
    void newestIsTheOneLastAdopted() {
        shelf.adopted(snapshot(9));

        assertThat(shelf.newest()).isEqualTo(snapshot(9));
    }

    private SnapshotShelf shelf() {
        bench.limits = RaftLimits.defaults().withBatch(100, 1024);
        return new SnapshotShelf(bench.parts(), snapshot(5));
    }

    private void ask(long offset, int maxBytes) {
        shelf.piece(new FetchSnapshot(LAST, offset, maxBytes)).subscribe(answers::add, failures::add);
    }

    private static boolean isRefused(RaftResponse answer, Reason reason) {
        return answer instanceof Refused refused && refused.reason() == reason;
    }
}

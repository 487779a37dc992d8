package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.N3;
import static io.github.reactiveraft.core.runtime.Words.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.core.protocol.Effect.Fetch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotPiecesTest extends FetcherFixture {

    @Test
    void damagedPieceBeginsAnewAndTheNodeGoesOn() {
        fetcher.fetch(fetch);
        bench.io.runAll();
        byte[] damaged = new byte[PIECE];
        Images.piece(IMAGE, 0, PIECE).copyTo(damaged, 0);
        damaged[12] ^= 1;
        peer.last().answer(new SnapshotPiece(SNAPSHOT.lastIncluded(), 0, Bytes.of(damaged)));
        bench.io.runAll();
        int asked = peer.calls().size();

        fetcher.fetch(fetch);
        answerAll();

        assertThat(failures).isEmpty();
        assertThat(offsets().get(asked)).isZero();
        assertThat(received()).isEqualTo(IMAGE);
    }

    @Test
    void imageThatIsNotWhatWasAnnouncedBeginsAnew() {
        SnapshotMeta other = Words.snapshot(9);
        Bytes image = Images.of(other, Images.state(100));
        fetcher.fetch(new Fetch(sender(N2), SNAPSHOT, image.length()));
        bench.io.runAll();

        peer.last().answer(new SnapshotPiece(SNAPSHOT.lastIncluded(), 0, image));
        bench.io.runAll();

        assertThat(failures).isEmpty();
        assertThat(staged).isEmpty();
        assertThat(bench.storage.snapshots().receive(SNAPSHOT, image.length()).offset())
                .isZero();
    }

    @Test
    void onlyWhatWasAskedForIsTaken() {
        Bytes bytes = Images.piece(IMAGE, 0, PIECE);
        EntryId last = SNAPSHOT.lastIncluded();
        Sender before = new Sender(N2, Incarnation.of(99));

        assertThat(takes(sender(N2), new SnapshotPiece(last, 0, bytes))).isTrue();
        assertThat(takes(before, new SnapshotPiece(last, 0, bytes))).isFalse();
        assertThat(takes(sender(N3), new SnapshotPiece(last, 0, bytes))).isFalse();
        assertThat(takes(sender(N2), new SnapshotPiece(new EntryId(7, 6), 0, bytes)))
                .isFalse();
        assertThat(takes(sender(N2), new SnapshotPiece(new EntryId(6, 5), 0, bytes)))
                .isFalse();
        assertThat(takes(sender(N2), new SnapshotPiece(last, 1, bytes))).isFalse();
        assertThat(takes(sender(N2), new SnapshotPiece(last, 0, Bytes.empty()))).isFalse();
        assertThat(takes(sender(N2), new SnapshotPiece(last, 0, Images.piece(IMAGE, 0, PIECE + 1))))
                .isFalse();
        assertThat(takes(sender(N2), new Refused(Refused.Reason.GONE, "There is a newer one")))
                .isFalse();
    }

    @Test
    void firstPieceDecidesHowLongTheOthersAre() {
        fetcher.fetch(fetch);
        bench.io.runAll();

        answerWith(0, 300);
        answerAll();

        int count = (IMAGE.length() + 299) / 300;
        assertThat(peer.calls()).hasSize(count);
        assertThat(requests().stream().skip(1).limit(count - 2)).allMatch(asked -> asked.maxBytes() == 300);
        assertThat(offsets())
                .isEqualTo(IntStream.range(0, count).mapToObj(i -> i * 300L).toList());
        assertThat(received()).isEqualTo(IMAGE);
    }

    @Test
    void laterPieceMustBeAsLongAsTheFirst() {
        begin();

        answerWith(1, PIECE - 1);
        bench.io.runAll();

        assertThat(calls("piece")).containsExactly("piece 0+1024");
        assertThat(peer.calls().get(2).isCancelled()).isTrue();
        assertThat(failures).isEmpty();
    }

    @Test
    void lastPieceIsAskedForAsShortAsItIs() {
        fetcher.fetch(fetch);

        answerAll();

        FetchSnapshot last = requests().get(requests().size() - 1);
        assertThat(last.offset() + last.maxBytes()).isEqualTo(IMAGE.length());
    }

    @Test
    void pieceThatAnotherAttemptBroughtIsNotAddedTwice() {
        begin();
        bench.storage.snapshots().receive(SNAPSHOT, IMAGE.length()).write(Images.piece(IMAGE, PIECE, PIECE));

        answer(1);
        bench.io.runAll();
        fetcher.fetch(fetch);
        answerAll();

        assertThat(failures).isEmpty();
        assertThat(received()).isEqualTo(IMAGE);
    }
}

package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.N3;
import static io.github.reactiveraft.core.runtime.Words.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.SnapshotReceiver;
import io.github.reactiveraft.core.protocol.Effect.Fetch;
import io.github.reactiveraft.core.protocol.Event.SnapshotStaged;
import org.junit.jupiter.api.Test;

class SnapshotFetcherTest extends FetcherFixture {

    @Test
    void piecesAreAskedForAndWrittenInOrderAndThenTheSnapshotIsStaged() {
        fetcher.fetch(fetch);

        answerAll();

        assertThat(offsets()).containsExactly(0L, 1024L, 2048L, 3072L, 4096L);
        assertThat(calls()).startsWith("receive 7/5").endsWith("complete 7/5").hasSize(2 + 5);
        assertThat(staged).containsExactly(new SnapshotStaged(SNAPSHOT));
        assertThat(received()).isEqualTo(IMAGE);
    }

    @Test
    void answersOutOfOrderAreWrittenInOrder() {
        begin();

        answer(1);
        bench.io.runAll();
        answer(2);
        bench.io.runAll();
        answer(3);
        answerAll();

        assertThat(calls("piece"))
                .containsExactly("piece 0+1024", "piece 1024+1024", "piece 2048+1024", "piece 3072+1024", lastPiece());
        assertThat(staged).hasSize(1);
    }

    @Test
    void neverMoreThanTwoAreUnderWay() {
        begin();

        assertThat(peer.calls()).hasSize(1 + 2);
        for (int next = 1; next + 2 < PIECE_COUNT; next++) {
            answer(next);
            bench.io.runAll();
            assertThat(peer.calls()).hasSize(next + 1 + 2);
        }
    }

    @Test
    void slowDiskSlowsThePull() {
        fetcher.fetch(fetch);
        bench.io.runAll();

        answer(0);
        answer(1);
        answer(2);
        assertThat(peer.calls()).as("one is being written, two have come").hasSize(1 + 2);
        assertThat(bench.io.waitingCount()).as("one write").isEqualTo(1);

        bench.io.runNext();
        answer(3);
        assertThat(peer.calls()).hasSize(2 + 2);
        assertThat(bench.io.waitingCount()).as("one write").isEqualTo(1);
        assertThat(calls("piece")).hasSize(1);
    }

    @Test
    void lostAnswerEndsItAndTheNextAnnouncementGoesOnWhereItEnded() {
        begin();
        answer(1);
        bench.io.runAll();
        peer.calls().get(2).fail(true);
        int asked = peer.calls().size();

        fetcher.fetch(fetch);
        answerAll();

        assertThat(offsets().subList(asked, peer.calls().size())).containsExactly(2048L, 3072L, 4096L);
        assertThat(staged).containsExactly(new SnapshotStaged(SNAPSHOT));
        assertThat(received()).isEqualTo(IMAGE);
    }

    @Test
    void silentPeerIsGivenUpAfterTheLongestElectionTimeout() {
        begin();

        bench.pass(Words.MAX);
        boolean isGivenUp = peer.calls().get(1).isCancelled();
        fetcher.fetch(fetch);
        bench.io.runAll();

        assertThat(isGivenUp).isTrue();
        assertThat(offsets()).containsExactly(0L, 1024L, 2048L, 1024L);
        assertThat(failures).isEmpty();
    }

    @Test
    void pieceThatArrivedBehindALostOneIsAskedForAgain() {
        begin();
        answer(2);
        peer.calls().get(1).fail(true);
        bench.io.runAll();

        fetcher.fetch(fetch);
        answerAll();

        assertThat(offsets()).containsExactly(0L, 1024L, 2048L, 1024L, 2048L, 3072L, 4096L);
        assertThat(received()).isEqualTo(IMAGE);
    }

    @Test
    void diskThatCannotKeepAnImageIsAskedAgainButNotByEveryAnnouncement() {
        for (String kind : new String[] {"receive", "piece", "complete"}) {
            FetcherFixture other = new FetcherFixture();
            other.bench.storage.snapshots().failing(kind, HookedStorage.broken("No space left"));

            other.fetcher.fetch(fetch);
            other.answerAll();
            int callCount = other.calls().size();
            other.bench.passMillis(4_999);
            other.fetcher.fetch(fetch);
            other.answerAll();
            assertThat(other.calls()).as(kind).hasSize(callCount);

            other.bench.storage.snapshots().before(call -> {});
            other.bench.passMillis(1);
            other.fetcher.fetch(fetch);
            other.answerAll();

            assertThat(other.failures).isEmpty();
            assertThat(other.staged).as(kind).containsExactly(new SnapshotStaged(SNAPSHOT));
        }
    }

    @Test
    void announcementOfWhatIsUnderWayChangesNothing() {
        begin();

        for (int i = 0; i < 10; i++) {
            fetcher.fetch(fetch);
            bench.io.runAll();
        }

        assertThat(calls("receive")).hasSize(1);
        assertThat(peer.calls()).hasSize(3);
        assertThat(peer.calls().get(1).isCancelled()).isFalse();
    }

    @Test
    void otherSnapshotEndsThisOne() {
        SnapshotMeta later = Words.snapshot(9);
        begin();

        fetcher.fetch(new Fetch(sender(N2), later, 77));
        answer(1);
        bench.io.runAll();

        assertThat(peer.calls().get(2).isCancelled()).isTrue();
        assertThat(calls("piece")).containsExactly("piece 0+1024");
        assertThat(peer.last().request()).isEqualTo(new FetchSnapshot(later.lastIncluded(), 0, 77));
    }

    @Test
    void sameSnapshotOfAnotherLeaderGoesOnWhereItIs() {
        begin();
        answer(1);
        bench.io.runAll();

        fetcher.fetch(new Fetch(sender(N3), SNAPSHOT, IMAGE.length()));
        bench.io.runAll();

        assertThat(((FetchSnapshot) bench.n3.last().request()).offset()).isEqualTo(2048);
        assertThat(peer.calls().get(3).isCancelled()).isTrue();
    }

    @Test
    void whatIsHereWholeIsStagedWithoutAskingForMore() {
        SnapshotReceiver receiver = bench.storage.snapshots().receive(SNAPSHOT, IMAGE.length());
        receiver.write(IMAGE);

        fetcher.fetch(fetch);
        bench.io.runAll();

        assertThat(peer.calls()).isEmpty();
        assertThat(staged).containsExactly(new SnapshotStaged(SNAPSHOT));
    }

    @Test
    void nothingElseIsReceivedUntilWhatIsStagedIsInForce() {
        Fetch later = new Fetch(sender(N2), Words.snapshot(9), 77);
        fetcher.fetch(fetch);
        answerAll();

        fetcher.fetch(later);
        fetcher.adopting();
        fetcher.stepped();
        fetcher.fetch(later);
        bench.io.runAll();
        assertThat(calls("receive")).containsExactly("receive 7/5");

        fetcher.adopted();
        fetcher.fetch(later);
        bench.io.runAll();
        assertThat(calls("receive")).containsExactly("receive 7/5", "receive 7/9");
    }

    @Test
    void whatTheCoreDoesNotWantIsNotWaitedFor() {
        fetcher.fetch(fetch);
        answerAll();

        fetcher.stepped();
        fetcher.fetch(new Fetch(sender(N2), Words.snapshot(9), 77));
        bench.io.runAll();

        assertThat(calls("receive")).containsExactly("receive 7/5", "receive 7/9");
    }

    @Test
    void cancelAsksForNothingMore() {
        begin();

        following.dispose();
        answer(1);
        fetcher.fetch(fetch);
        bench.io.runAll();

        assertThat(peer.calls()).hasSize(3);
        assertThat(peer.calls().get(2).isCancelled()).isTrue();
        assertThat(staged).isEmpty();
    }
}

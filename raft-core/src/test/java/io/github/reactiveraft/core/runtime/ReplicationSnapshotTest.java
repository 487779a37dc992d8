package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.entries;
import static io.github.reactiveraft.core.runtime.Words.leaderBehind;
import static io.github.reactiveraft.core.runtime.Words.sender;
import static io.github.reactiveraft.core.runtime.Words.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** A peer that needs entries which are gone: the log starts behind entry 10. */
class ReplicationSnapshotTest extends PipelineFixture {

    private HookedSnapshots snapshots = bench.storage.snapshots();

    @BeforeEach
    void logStartsBehindASnapshot() {
        shelf = shelfWith(snapshot(10));
        snapshots = bench.storage.having(snapshot(10), Images.state(100)).snapshots();
        tail.append(entries(11, 20));
        view = leaderBehind(10, 20);
    }

    @Test
    @DisplayName("§7: a follower whose next entries are gone is offered the snapshot")
    void rejectionThatLeadsBeforeTheLogBringsTheSnapshotInsteadOfHeartbeats() {
        follow(2);

        peer.last().reject(3);
        assertThat(peer.calls()).hasSize(1);
        beat();

        assertThat(peer.last().request()).isEqualTo(announcement());
        assertThat(failures).isEmpty();
    }

    @Test
    void isRepeatedLikeAHeartbeatForAsLongAsThePeerWantsIt() {
        offered();

        for (int i = 1; i <= 50; i++) {
            wants();
            bench.passMillis(99);
            assertThat(peer.calls()).hasSize(1 + i);
            bench.passMillis(1);
            assertThat(peer.calls()).hasSize(2 + i);
            assertThat(peer.last().request()).isEqualTo(announcement());
        }

        assertThat(snapshots.calls("open")).hasSize(1);
        assertThat(bench.storage.reads()).isEmpty();
        assertThat(events).hasSize(1 + 50).endsWith(new AppendAnswered(4, sender(N2), 10, new SnapshotWanted(7)));
    }

    @Test
    void whenThePeerHasItTheWindowGoesOnBehindItAndTheOfferIsClosed() {
        offered();
        wants();
        beat();

        peer.last().answer(new Appended(7, 10));
        peer.last().accept();
        bench.io.runAll();

        List<String> sent =
                peer.calls().stream().skip(3).map(ScriptedPeer.Call::range).toList();
        assertThat(sent).containsExactly("11..11", "12..13", "14..15", "16..17", "18..19");
        assertThat(events).contains(new AppendAnswered(4, sender(N2), 10, new Appended(7, 10)));
        assertThat(snapshots.openCount()).isZero();
    }

    @Test
    void offerKeepsTheLogBehindItUntilItIsOver() {
        ReplicationPipeline pipeline = offered();
        assertThat(pipeline.offeredIndex()).isEqualTo(10);

        peer.last().answer(new Appended(7, 10));

        assertThat(pipeline.offeredIndex()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void olderOfferStaysThoughTheLogStartsLaterByNow() {
        offered();
        Images.putInForce(bench.storage, snapshot(15), Images.state(100));
        shelf.adopted(snapshot(15));
        view = leaderBehind(15, 20);

        wants();
        beat();

        assertThat(peer.last().request()).isEqualTo(announcement());
    }

    @Test
    void silentPeerIsOfferedTheNewestNextTime() {
        offered();
        Images.putInForce(bench.storage, snapshot(15), Images.state(100));
        shelf.adopted(snapshot(15));
        view = leaderBehind(15, 20);

        bench.pass(Words.MAX);
        bench.io.runAll();
        beat();

        assertThat(((InstallSnapshot) peer.last().request()).snapshot()).isEqualTo(snapshot(15));
        assertThat(snapshots.openCount()).isEqualTo(1);
        assertThat(failures).isEmpty();
    }

    @Test
    void refusalOrLaterTermClosesTheOfferAndIsPassedOn() {
        offered();
        peer.last().answer(new Refused(Refused.Reason.SENDER, "who are you?"));
        bench.io.runAll();
        int afterRefusal = snapshots.openCount();
        beat();
        peer.last().answer(new AppendRejected(8, 3, 0, 4));
        bench.io.runAll();

        assertThat(afterRefusal).isZero();
        assertThat(snapshots.openCount()).isZero();
        assertThat(events).endsWith(new AppendAnswered(4, sender(N2), 10, new AppendRejected(8, 3, 0, 4)));
    }

    @Test
    void answerOfALaterTermMovesNothing() {
        offered();

        peer.last().answer(new Appended(8, 10));
        beat();

        assertThat(peer.last().request()).isInstanceOf(InstallSnapshot.class);
    }

    @Test
    void endOfTheLeadershipClosesTheOffer() {
        Disposable leading = followed();
        peer.last().reject(3);
        beat();
        assertThat(snapshots.openCount()).isEqualTo(1);

        leading.dispose();
        bench.io.runAll();

        assertThat(peer.last().isCancelled()).isTrue();
        assertThat(snapshots.openCount()).isZero();
    }

    @Test
    void endOfTheLeadershipClosesTheOfferThatIsStillBeingOpened() {
        Disposable leading = followed();
        peer.last().reject(3);
        bench.pass(Words.HEARTBEAT);
        assertThat(bench.io.waitingCount()).isEqualTo(1);

        leading.dispose();
        bench.io.runAll();

        assertThat(snapshots.calls("open")).hasSize(1);
        assertThat(snapshots.openCount()).isZero();
    }

    @Test
    void unreadableSnapshotFailsTheFlow() {
        RuntimeException broken = HookedStorage.broken("Sector 7 cannot be read");
        snapshots.failing("open", broken);
        follow(2);

        peer.last().reject(3);
        beat();

        assertThat(failures).containsExactly(broken);
    }

    /** A pipeline whose peer was offered the snapshot: its last call. */
    private ReplicationPipeline offered() {
        ReplicationPipeline pipeline = follow(2);
        peer.last().reject(3);
        beat();
        return pipeline;
    }

    private Disposable followed() {
        return pipeline().answers().subscribe(events::add, failures::add);
    }

    private void wants() {
        peer.last().answer(new SnapshotWanted(7));
    }

    private void beat() {
        bench.pass(Words.HEARTBEAT);
        bench.io.runAll();
    }

    private static InstallSnapshot announcement() {
        int byteCount = Images.of(snapshot(10), Images.state(100)).length();
        return new InstallSnapshot(7, N1, snapshot(10), byteCount);
    }
}

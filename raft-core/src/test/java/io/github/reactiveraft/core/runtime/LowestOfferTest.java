package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.entries;
import static io.github.reactiveraft.core.runtime.Words.leaderBehind;
import static io.github.reactiveraft.core.runtime.Words.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** What a leader of three must keep for the peers that it gives snapshots to. */
class LowestOfferTest {

    private final Bench bench = new Bench();
    private final LogTail tail = new LogTail(1024 * 1024);
    private final SnapshotShelf shelf = new SnapshotShelf(bench.parts(), snapshot(10));
    private RaftView view = leaderBehind(10, 20);
    private final RoleFlows roles = roles();
    private final Disposable following = roles.events().subscribe();

    @Test
    void oldestOfAllOffersCounts() {
        assertThat(roles.lowestOffer()).isEqualTo(Long.MAX_VALUE);
        roles.enter(view);

        offer(bench.n3);
        assertThat(roles.lowestOffer()).isEqualTo(10);
        Images.putInForce(bench.storage, snapshot(15), Images.state(100));
        shelf.adopted(snapshot(15));
        view = leaderBehind(15, 20);
        offer(bench.n2);
        assertThat(roles.lowestOffer()).isEqualTo(10);

        bench.n3.last().answer(new Appended(7, 10));
        assertThat(roles.lowestOffer()).isEqualTo(15);
        bench.n2.last().answer(new Appended(7, 15));
        assertThat(roles.lowestOffer()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void endOfTheLeadershipEndsThemAll() {
        roles.enter(view);
        offer(bench.n2);
        offer(bench.n3);

        roles.enter(Words.view(Role.FOLLOWER, null, 20));
        bench.io.runAll();

        assertThat(roles.lowestOffer()).isEqualTo(Long.MAX_VALUE);
        assertThat(bench.storage.snapshots().openCount()).isZero();
        following.dispose();
    }

    private void offer(ScriptedPeer peer) {
        peer.calls().get(0).reject(3);
        bench.pass(Words.HEARTBEAT);
        bench.io.runAll();
        assertThat(peer.last().request()).isInstanceOf(InstallSnapshot.class);
    }

    private RoleFlows roles() {
        bench.storage.having(snapshot(10), Images.state(100));
        tail.append(entries(11, 20));
        NodeParts parts = bench.parts();
        LogReader log = new LogReader(tail, new IoLane(bench.io), parts);
        return new RoleFlows(parts, List.of(bench.n2, bench.n3), () -> view, log, shelf, new DiskWatch(parts));
    }
}

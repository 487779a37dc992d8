package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.MAX;
import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.entries;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.Event.BallotClosed;
import io.github.reactiveraft.core.protocol.Event.ContactLapsed;
import io.github.reactiveraft.core.protocol.Event.DiskStalled;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import io.github.reactiveraft.core.protocol.Event.QuorumLost;
import io.github.reactiveraft.core.protocol.RaftView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;

class RoleFlowsTest {

    private final Bench bench = new Bench();
    private final LogTail tail = new LogTail(1024 * 1024);
    private final List<Event> events = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private RaftView view = Words.view(Role.FOLLOWER, null, 5);
    private final DiskWatch disk = new DiskWatch(bench.parts());
    private final RoleFlows roles = roles();
    private final Disposable following = roles.events().subscribe(events::add, failures::add);

    @Test
    void followerIsItsElectionTimer() {
        enter(Role.FOLLOWER, 1);

        bench.pass(MAX);

        assertThat(events).startsWith(new ContactLapsed(1), new ElectionTimeout(1));
        assertThat(bench.n2.calls()).isEmpty();
    }

    @Test
    void contactRestartsTheTimer() {
        enter(Role.FOLLOWER, 1);

        for (int i = 0; i < 20; i++) {
            bench.passMillis(400);
            roles.contact();
        }

        assertThat(events).isEmpty();
    }

    @Test
    void enteringTheRoleOfAFollowerRestartsTheTimer() {
        enter(Role.LEADER, 1);
        bench.passMillis(450);

        enter(Role.FOLLOWER, 2);
        events.clear();
        bench.passMillis(499);

        assertThat(events).isEmpty();
    }

    @Test
    void candidateIsItsVoteRoundBesideTheTimer() {
        enter(Role.CANDIDATE, 2);

        assertThat(bench.n2.last().request()).isInstanceOf(RequestVote.class);
        bench.pass(MAX);

        assertThat(events).startsWith(new ElectionTimeout(2)).containsOnly(new ElectionTimeout(2));
        bench.n3.last().answer(new VoteReply(7, true));
        assertThat(events).last().isInstanceOf(BallotClosed.class);
    }

    @Test
    void preCandidateIsItsPreVoteRound() {
        enter(Role.PRE_CANDIDATE, 2);

        assertThat(bench.n3.last().request()).isInstanceOf(PreVote.class);
    }

    @Test
    void nextRoundEndsTheBallotsOfTheLast() {
        enter(Role.CANDIDATE, 2);
        ScriptedPeer.Call old = bench.n2.last();

        enter(Role.PRE_CANDIDATE, 3);
        old.answer(new VoteReply(7, true));
        bench.pass(MAX);

        assertThat(old.isCancelled()).isTrue();
        assertThat(events).startsWith(new ElectionTimeout(3)).containsOnly(new ElectionTimeout(3));
    }

    @Test
    void leaderReplicatesToEveryPeerAndWatchesItsMajority() {
        enter(Role.LEADER, 4);

        List<AppendEntries> first =
                List.of(bench.n2.last().append(), bench.n3.last().append());
        bench.n2.last().accept();
        bench.pass(Duration.ofSeconds(2));

        assertThat(first)
                .allSatisfy(append -> assertThat(append.entries().lastIndex()).isEqualTo(5));
        assertThat(events)
                .startsWith(new AppendAnswered(4, Words.sender(N2), 5, new Appended(7, 5)))
                .contains(new QuorumLost(4))
                .noneMatch(ElectionTimeout.class::isInstance);
    }

    @Test
    void leaderThatHearsAMajorityStays() {
        enter(Role.LEADER, 4);

        for (int i = 0; i < 100; i++) {
            bench.n2.calls().forEach(ScriptedPeer.Call::accept);
            bench.pass(Words.HEARTBEAT);
        }

        assertThat(events).noneMatch(QuorumLost.class::isInstance);
    }

    @Test
    void wakeSendsWhatWasAppended() {
        enter(Role.LEADER, 4);
        bench.n2.last().accept();

        tail.append(entries(6, 6));
        view = Words.view(Role.LEADER, N1, 6);
        roles.wake();

        assertThat(bench.n2.last().range()).isEqualTo("6..6");
    }

    @Test
    void endOfTheLeadershipEndsItsRequestsTimersAndWakes() {
        enter(Role.LEADER, 4);
        bench.n2.last().accept();
        bench.pass(Words.HEARTBEAT);
        int asked = bench.n2.calls().size() + bench.n3.calls().size();
        events.clear();

        enter(Role.FOLLOWER, 5);
        Stream.concat(bench.n2.calls().stream(), bench.n3.calls().stream()).forEach(ScriptedPeer.Call::accept);
        for (int i = 0; i < 20; i++) {
            roles.wake();
            roles.contact();
            bench.pass(Words.HEARTBEAT);
        }

        assertThat(bench.n2.last().isCancelled()).isTrue();
        assertThat(bench.n3.last().isCancelled()).isTrue();
        assertThat(bench.n2.calls().size() + bench.n3.calls().size()).isEqualTo(asked);
        assertThat(events).isEmpty();
    }

    @Test
    void newLeadershipStartsWithNothingOfTheOldOne() {
        enter(Role.LEADER, 4);
        ScriptedPeer.Call old = bench.n2.last();
        enter(Role.FOLLOWER, 5);
        enter(Role.LEADER, 6);

        old.accept();
        bench.n2.last().accept();

        assertThat(events).containsExactly(new AppendAnswered(6, Words.sender(N2), 5, new Appended(7, 5)));
    }

    @Test
    void timersOfAnEarlierFollowerAreGone() {
        for (int epoch = 1; epoch <= 50; epoch++) {
            enter(Role.FOLLOWER, epoch);
            bench.passMillis(10);
        }
        long before = bench.loop.runCount();

        bench.passMillis(995);

        assertThat(events)
                .allMatch(event -> event.equals(new ContactLapsed(50)) || event.equals(new ElectionTimeout(50)));
        assertThat(bench.loop.runCount() - before).isLessThanOrEqualTo(6);
    }

    @Test
    void leaderWhoseDiskHasStalledSaysSo() {
        enter(Role.LEADER, 4);
        disk.writing();

        for (int i = 0; i < 40; i++) {
            bench.n2.calls().forEach(ScriptedPeer.Call::accept);
            bench.pass(Words.HEARTBEAT);
        }

        assertThat(events).contains(new DiskStalled(4)).noneMatch(QuorumLost.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LEADER")
    void nobodyWhoseDiskHasStalledStandsForElectionUntilItMoves(Role role) {
        disk.writing();
        bench.pass(Duration.ofSeconds(3));
        enter(role, 2);
        bench.pass(Duration.ofMinutes(1));
        assertThat(events).noneMatch(ElectionTimeout.class::isInstance);

        disk.written(1);
        bench.pass(MAX.multipliedBy(2));

        assertThat(events).contains(new ElectionTimeout(2));
    }

    @Test
    void cancelLeavesNothingBehind() {
        enter(Role.LEADER, 4);
        bench.pass(Words.HEARTBEAT);

        following.dispose();
        long before = bench.loop.runCount();
        bench.pass(Duration.ofSeconds(10));
        roles.wake();

        assertThat(bench.loop.runCount()).isEqualTo(before);
        assertThat(bench.n2.last().isCancelled()).isTrue();
    }

    @Test
    void unreadableLogFailsTheFlows() {
        tail.truncateFrom(1);
        bench.storage.holding(entries(1, 5));
        RuntimeException broken = HookedStorage.broken("Sector 7 cannot be read");
        bench.storage.beforeRead(HookedStorage.failing(broken));

        enter(Role.LEADER, 4);
        bench.io.runAll();

        assertThat(failures).containsExactly(broken);
    }

    private RoleFlows roles() {
        tail.append(entries(1, 5));
        NodeParts parts = bench.parts();
        return new RoleFlows(
                parts,
                List.of(bench.n2, bench.n3),
                () -> view,
                new LogReader(tail, new IoLane(bench.io), parts),
                new SnapshotShelf(parts, null),
                disk);
    }

    private void enter(Role role, long epoch) {
        @Nullable NodeId leader = role == Role.LEADER ? N1 : null;
        RaftView base = Words.view(role, leader, view.log().lastIndex());
        view = new RaftView(
                N1,
                role,
                epoch,
                base.term(),
                leader,
                base.membership(),
                base.log(),
                base.durableIndex(),
                base.commitIndex(),
                base.incarnations(),
                0,
                false,
                EntryId.NONE);
        roles.enter(view);
    }
}

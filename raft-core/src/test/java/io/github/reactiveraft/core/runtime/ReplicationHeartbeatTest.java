package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Status;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.RaftView;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplicationHeartbeatTest extends PipelineFixture {

    @Test
    void heartbeatGoesOutWhenNothingWasSentForAnInterval() {
        log(1, 10);
        agreedAt(2, 10);

        for (int i = 1; i <= 50; i++) {
            bench.passMillis(99);
            assertThat(peer.heartbeats()).hasSize(i - 1);
            bench.passMillis(1);
            assertThat(peer.heartbeats()).hasSize(i);
            peer.last().accept();
        }

        assertThat(peer.appends()).hasSize(1);
        assertThat(events).hasSize(51).endsWith(new AppendAnswered(4, sender(N2), 10, new Appended(7, 10)));
    }

    @Test
    void heartbeatDoesNotWaitForTheWindow() {
        log(1, 20);
        agreedAt(1, 10);
        assertThat(open()).isEqualTo(WINDOW);

        bench.pass(Words.HEARTBEAT.multipliedBy(5));

        assertThat(peer.heartbeats()).hasSize(5);
        assertThat(open()).isEqualTo(WINDOW);
    }

    @Test
    void noHeartbeatWhileAppendsFlow() {
        log(1, 10);
        ReplicationPipeline pipeline = agreedAt(2, 10);

        for (int i = 11; i <= 200; i++) {
            bench.passMillis(90);
            append(pipeline, i, i);
            peer.last().accept();
        }

        assertThat(peer.heartbeats()).isEmpty();
    }

    @Test
    void silentPeerGetsNoMoreThanOneHeartbeatAnInterval() {
        log(1, 10);
        follow(2);

        bench.pass(Duration.ofSeconds(30));

        assertThat(peer.heartbeats()).hasSizeLessThanOrEqualTo(300);
        assertThat(peer.calls()).hasSizeBetween(290, 330);
        assertThat(bench.loop.runCount()).isLessThan(10L * peer.calls().size());
    }

    @Test
    void answerOfAMemberThatLostItsDiskCountsForNothing() {
        log(1, 10);
        follow(2);

        peer.last().answerAs(new Sender(N2, Incarnation.of(99)), new Appended(7, 10));
        bench.pass(Words.HEARTBEAT);

        assertThat(events).isEmpty();
        assertThat(ranges()).containsExactly("10..10", "10..10");
        assertThat(failures).isEmpty();
    }

    /** Heartbeats would keep it a quiet follower; without them it stands for election, and is told. */
    @Test
    void oldCopyOfAMemberGetsNoHeartbeatsUntilTheMemberAnswers() {
        log(1, 10);
        follow(2);
        Sender member = sender(N2);
        Incarnation known = member.incarnation().opened(5);
        view = leaderThatMet(known);

        peer.last().answer(new Appended(7, 10));
        bench.pass(Words.HEARTBEAT.multipliedBy(3));

        assertThat(events).isEmpty();
        assertThat(peer.calls()).hasSize(4);
        assertThat(peer.calls().subList(1, 4)).allMatch(call -> call.request() instanceof GetStatus);

        peer.last().answerAs(new Sender(N2, known), new Status(Role.FOLLOWER, 7, null, 10, 0, 0));
        bench.pass(Words.HEARTBEAT);

        assertThat(peer.last().range()).isEqualTo("10..10");
        assertThat(failures).isEmpty();
    }

    private RaftView leaderThatMet(Incarnation known) {
        SortedMap<NodeId, Incarnation> met = new TreeMap<>(view.incarnations());
        met.put(N2, known);
        return new RaftView(
                view.self(),
                view.role(),
                view.epoch(),
                view.term(),
                view.leader(),
                view.membership(),
                view.log(),
                view.durableIndex(),
                view.commitIndex(),
                met,
                0,
                false,
                EntryId.NONE);
    }

    @Test
    void rejectedHeartbeatShowsWhatThePeerHasLostAndItIsSentAgain() {
        log(1, 20);
        agreedAt(2, 20);
        bench.pass(Words.HEARTBEAT);

        peer.last().reject(3);
        peer.last().accept();

        assertThat(ranges()).startsWith("20..20", "4..4", "5..6", "7..8");
        assertThat(failures).isEmpty();
    }
}

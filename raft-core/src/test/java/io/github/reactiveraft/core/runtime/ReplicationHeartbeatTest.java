package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import java.time.Duration;
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

        peer.last().answerAs(new Sender(N2, 99), new Appended(7, 10));
        bench.pass(Words.HEARTBEAT);

        assertThat(events).isEmpty();
        assertThat(ranges()).containsExactly("10..10", "10..10");
        assertThat(failures).isEmpty();
    }

    @Test
    void rejectedHeartbeatMovesNothing() {
        log(1, 20);
        agreedAt(2, 20);
        bench.pass(Words.HEARTBEAT);

        peer.last().reject(3);

        assertThat(peer.appends()).hasSize(1);
    }
}

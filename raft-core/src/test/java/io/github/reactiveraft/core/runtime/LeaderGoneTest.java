package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.MIN;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.N3;
import static io.github.reactiveraft.core.runtime.Words.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.Sender;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A follower whose leader's connection ends stands for election long before it would miss a heartbeat. */
class LeaderGoneTest {

    private static final Duration SOON = MIN.dividedBy(8).plusMillis(1);
    private static final Duration TURN = MIN.dividedBy(2);

    private final FollowerFixture fixture = new FollowerFixture();
    private RaftNode<Long, Long, Long> node = fixture.start();

    @BeforeEach
    void follow() {
        fixture.hears(fixture.append(1, 3));
        assertThat(node.status().leader()).contains(N2);
    }

    /** n1 and n3 lose the leader, n2, together; n3 comes first, and is not disturbed while it may win. */
    @Test
    void electsWhenItsTurnHasCome() {
        fixture.losesTheLeader(sender(N2));

        fixture.bench.pass(TURN.minusMillis(1));
        assertThat(node.status().role()).isEqualTo(Role.FOLLOWER);
        fixture.bench.pass(SOON);

        assertThat(node.status().role()).isEqualTo(Role.PRE_CANDIDATE);
    }

    /** After n3, n1 comes first. */
    @Test
    void electsAtOnceIfItComesFirst() {
        AppendEntries from3 = new AppendEntries(8, N3, new EntryId(7, 3), 3, EntryBatch.empty());
        fixture.hears(sender(N3), from3);
        fixture.losesTheLeader(sender(N3));
        assertThat(node.status().role()).isEqualTo(Role.FOLLOWER);

        fixture.bench.pass(SOON);

        assertThat(node.status().role()).isEqualTo(Role.PRE_CANDIDATE);
    }

    @Test
    void leaderThatIsHeardAnewStaysLeader() {
        fixture.losesTheLeader(sender(N2));
        fixture.bench.passMillis(1);
        fixture.hears(fixture.append(4, 4));

        fixture.bench.pass(MIN.minusMillis(1));

        assertThat(node.status().role()).isEqualTo(Role.FOLLOWER);
        assertThat(node.status().leader()).contains(N2);
    }

    @Test
    void endOfSomebodyElsesConnectionMeansNothing() {
        fixture.losesTheLeader(sender(N3));

        fixture.bench.pass(MIN.minusMillis(1));

        assertThat(node.status().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void endOfAnotherLifeOfTheLeaderMeansNothing() {
        fixture.losesTheLeader(new Sender(N2, sender(N2).incarnation().opened(99)));

        fixture.bench.pass(MIN.minusMillis(1));

        assertThat(node.status().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void silenceIsMeasuredAsBeforeOnceTheLeaderWasHeard() {
        fixture.losesTheLeader(sender(N2));
        fixture.bench.passMillis(1);
        fixture.hears(fixture.append(4, 4));

        fixture.bench.pass(Words.MAX);

        assertThat(node.status().role()).isEqualTo(Role.PRE_CANDIDATE);
    }
}

package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.NOTHING;
import static io.github.reactiveraft.core.protocol.Fixture.append;
import static io.github.reactiveraft.core.protocol.Fixture.entries;
import static io.github.reactiveraft.core.protocol.Fixture.follower;
import static io.github.reactiveraft.core.protocol.Fixture.hard;
import static io.github.reactiveraft.core.protocol.Fixture.heartbeat;
import static io.github.reactiveraft.core.protocol.Fixture.id;
import static io.github.reactiveraft.core.protocol.Fixture.log;
import static io.github.reactiveraft.core.protocol.Fixture.persist;
import static io.github.reactiveraft.core.protocol.Fixture.preVote;
import static io.github.reactiveraft.core.protocol.Fixture.reply;
import static io.github.reactiveraft.core.protocol.Fixture.requestVote;
import static io.github.reactiveraft.core.protocol.Fixture.voters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.core.protocol.Effect.Commit;
import io.github.reactiveraft.core.protocol.Effect.RestartElectionTimer;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Figure 2, persistent state: nothing observable runs ahead of the disk")
class PersistenceOrderTest {

    private static final RestartElectionTimer RESTART = new RestartElectionTimer();

    @Test
    void noReplyOvertakesATermThatIsNotOnDiskYet() {
        RaftCore core = follower(3, 4);
        core.step(requestVote(6, N2, 6, EntryId.NONE));

        assertThat(core.step(preVote(7, N3, 7, EntryId.NONE)))
                .containsExactly(persist(2, null, 0, NOTHING, reply(7, new PreVoteReply(6, true))));
        assertThat(core.step(requestVote(8, N3, 6, EntryId.NONE)))
                .containsExactly(persist(3, null, 0, NOTHING, reply(8, new VoteReply(6, false))));
        assertThat(core.step(heartbeat(9, N3, 5, EntryId.NONE, 0)))
                .containsExactly(persist(4, null, 0, NOTHING, reply(9, new AppendRejected(6, 0, 0, 1))));
    }

    @Test
    void repliesLeaveAtOnceAgainWhenTheTermIsOnDisk() {
        RaftCore core = follower(3, 4);
        core.step(requestVote(6, N2, 6, EntryId.NONE));
        core.step(preVote(7, N3, 7, EntryId.NONE));
        core.step(new Persisted(1));

        List<Effect> effects = core.step(preVote(8, N3, 7, EntryId.NONE));

        assertThat(effects).containsExactly(reply(8, new PreVoteReply(6, true)));
    }

    @Test
    void replyThatWaitsBehindAllWritesMaySpeakOfAllTheyHold() {
        RaftCore core = follower(3, 4);
        core.step(append(6, N2, 6, EntryId.NONE, 0, entries(1, 6, 6)));

        List<Effect> effects = core.step(heartbeat(7, N2, 6, id(6, 2), 0));

        assertThat(effects).containsExactly(persist(2, null, 0, NOTHING, reply(7, new Appended(6, 2))), RESTART);
    }

    @Test
    void oneReportCoversAllEarlierWrites() {
        RaftCore core = follower(3, 4);
        core.step(append(6, N2, 4, EntryId.NONE, 0, entries(1, 4)));
        core.step(append(7, N2, 5, id(4, 1), 0, entries(2, 5)));

        core.step(new Persisted(2));

        assertThat(core.view().term()).isEqualTo(5);
        assertThat(core.view().durableIndex()).isEqualTo(2);
    }

    @Test
    void repeatedAndUnknownReportsSayNothing() {
        RaftCore core = follower(3, 4);
        core.step(append(6, N2, 4, EntryId.NONE, 1, entries(1, 4)));

        assertThat(core.step(new Persisted(99))).isEmpty();
        assertThat(core.view().durableIndex()).isZero();
        assertThat(core.step(new Persisted(1))).containsExactly(new Commit(1));
        core.step(append(7, N2, 4, id(4, 1), 2, entries(2, 4)));
        assertThat(core.step(new Persisted(1))).isEmpty();
        assertThat(core.view().durableIndex()).isEqualTo(1);
    }

    @Test
    void lateReportTakesNothingBack() {
        RaftCore core = follower(3, 4);
        core.step(append(6, N2, 5, EntryId.NONE, 0, entries(1, 5)));
        core.step(append(7, N2, 6, id(5, 1), 0, entries(2, 6)));
        core.step(new Persisted(2));

        core.step(new Persisted(1));
        List<Effect> effects = core.step(heartbeat(8, N2, 6, id(6, 2), 0));

        assertThat(core.view().durableIndex()).isEqualTo(2);
        assertThat(effects).containsExactly(reply(8, new Appended(6, 2)), RESTART);
    }

    @Test
    void writeOfEntriesThatWereReplacedProvesNothingAboutTheirSuccessors() {
        RaftCore core = follower(3, 4, 1);
        core.step(append(6, N2, 4, id(1, 1), 0, entries(2, 4, 4)));
        core.step(append(7, N3, 5, id(1, 1), 3, entries(2, 5, 5)));

        List<Effect> first = core.step(new Persisted(1));
        RaftView afterFirst = core.view();
        List<Effect> second = core.step(new Persisted(2));

        assertThat(first).isEmpty();
        assertThat(afterFirst.durableIndex()).isEqualTo(1);
        assertThat(second).containsExactly(new Commit(3));
        assertThat(core.view().durableIndex()).isEqualTo(3);
    }

    @Test
    void entriesThatWereOnDiskAndAreReplacedAreNotOnDiskAnyMore() {
        RaftCore core = follower(3, 4, 1, 4, 4);

        core.step(append(7, N3, 5, id(1, 1), 0, entries(2, 5, 5)));

        assertThat(core.view().log()).isEqualTo(log(1, 5, 5));
        assertThat(core.view().durableIndex()).isEqualTo(1);
    }

    @Test
    void writesCountInAnyRoleAndTerm() {
        RaftCore core = follower(3, 4);
        core.step(append(6, N2, 4, EntryId.NONE, 0, entries(1, 4)));
        core.step(requestVote(7, N3, 3, EntryId.NONE));
        core.step(new Event.ElectionTimeout(1));

        core.step(new Persisted(1));

        assertThat(core.view().durableIndex()).isEqualTo(1);
    }

    @Test
    void logAheadOfItsTermIsNoStateToStartFrom() {
        Recovered impossible =
                new Recovered(Incarnation.of(1), hard(3, null), log(1, 4).runs(), 2, 0, voters(3));

        assertThatThrownBy(() -> new RaftCore(Fixture.N1, impossible)).isInstanceOf(InvariantViolation.class);
    }
}

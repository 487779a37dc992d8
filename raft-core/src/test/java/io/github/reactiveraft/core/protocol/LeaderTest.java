package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.N4;
import static io.github.reactiveraft.core.protocol.Fixture.NOTHING;
import static io.github.reactiveraft.core.protocol.Fixture.answer;
import static io.github.reactiveraft.core.protocol.Fixture.candidate;
import static io.github.reactiveraft.core.protocol.Fixture.command;
import static io.github.reactiveraft.core.protocol.Fixture.hard;
import static io.github.reactiveraft.core.protocol.Fixture.heartbeat;
import static io.github.reactiveraft.core.protocol.Fixture.id;
import static io.github.reactiveraft.core.protocol.Fixture.leader;
import static io.github.reactiveraft.core.protocol.Fixture.persist;
import static io.github.reactiveraft.core.protocol.Fixture.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.core.protocol.Effect.Accepted;
import io.github.reactiveraft.core.protocol.Effect.Commit;
import io.github.reactiveraft.core.protocol.Effect.EnterRole;
import io.github.reactiveraft.core.protocol.Effect.NotAccepted;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import io.github.reactiveraft.core.protocol.Event.Proposed;
import io.github.reactiveraft.core.protocol.Event.QuorumLost;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("§5.3 Log replication: the leader")
class LeaderTest {

    private static final List<Proposal> TWO = List.of(command("a"), command("b"));

    /** A leader of term 5 of three: a no-op at 1 and two commands, all on its own disk but on no other. */
    private static RaftCore leaderWithThreeEntries() {
        RaftCore core = leader(3, 4);
        core.step(new Proposed(TWO, 100));
        core.step(new Persisted(3));
        return core;
    }

    @Test
    void givesProposalsTheirPlaceAndWritesThem() {
        RaftCore core = leader(3, 4, 1);

        List<Effect> effects = core.step(new Proposed(TWO, 100));

        assertThat(effects)
                .containsExactly(new Accepted(5, 3, TWO), persist(3, null, 0, EntryBatch.encode(3, 5, 100, TWO)));
    }

    @Test
    void timestampsNeverGoBack() {
        RaftCore core = leader(3, 4);
        core.step(new Proposed(TWO, 100));

        List<Effect> effects = core.step(new Proposed(TWO, 90));

        assertThat(effects)
                .containsExactly(new Accepted(5, 4, TWO), persist(4, null, 0, EntryBatch.encode(4, 5, 100, TWO)));
    }

    @Test
    void othersTakeNoProposals() {
        RaftCore core = candidate(3, 4);

        List<Effect> effects = core.step(new Proposed(TWO, 100));

        assertThat(effects).containsExactly(new NotAccepted(TWO));
    }

    @Test
    void commitsWhatAMajorityHasOnDisk() {
        RaftCore core = leaderWithThreeEntries();

        List<Effect> two = core.step(answer(core, N2, 2, new Appended(5, 2)));
        List<Effect> three = core.step(answer(core, N3, 3, new Appended(5, 3)));

        assertThat(two).containsExactly(new Commit(2));
        assertThat(three).containsExactly(new Commit(3));
        assertThat(core.view().commitIndex()).isEqualTo(3);
    }

    @Test
    void itsOwnDiskIsOneOfTheCopies() {
        RaftCore core = leader(3, 4);

        List<Effect> answered = core.step(answer(core, N2, 1, new Appended(5, 1)));
        List<Effect> persisted = core.step(new Persisted(2));

        assertThat(answered).isEmpty();
        assertThat(persisted).containsExactly(new Commit(1));
    }

    @Test
    void itsOwnDiskIsNoCopyBeforeItHoldsTheEntry() {
        RaftCore core = leader(3, 4);
        core.step(answer(core, N2, 1, new Appended(5, 1)));
        core.step(new QuorumLost(4));

        List<Effect> effects = core.step(new Persisted(2));

        assertThat(effects).isEmpty();
    }

    @Test
    void majorityWithoutItsOwnDiskCommitsOnceItsDiskFollows() {
        RaftCore core = leader(3, 4);
        core.step(answer(core, N2, 1, new Appended(5, 1)));

        List<Effect> answered = core.step(answer(core, N3, 1, new Appended(5, 1)));
        List<Effect> persisted = core.step(new Persisted(2));

        assertThat(answered).isEmpty();
        assertThat(persisted).containsExactly(new Commit(1));
    }

    @Test
    void matchIndexNeverGoesBack() {
        RaftCore core = leader(3, 4);
        core.step(new Proposed(TWO, 100));
        core.step(answer(core, N2, 3, new Appended(5, 3)));
        core.step(answer(core, N2, 1, new Appended(5, 1)));

        List<Effect> effects = core.step(new Persisted(3));

        assertThat(effects).containsExactly(new Commit(3));
    }

    @Test
    void answerProvesNoMoreThanItsRequestSpokeAbout() {
        RaftCore core = leaderWithThreeEntries();

        List<Effect> effects = core.step(answer(core, N2, 1, new Appended(5, 3)));

        assertThat(effects).containsExactly(new Commit(1));
    }

    @Test
    void answerProvesNoMoreThanThePeersDiskHeld() {
        RaftCore core = leaderWithThreeEntries();

        List<Effect> effects = core.step(answer(core, N2, 3, new Appended(5, 2)));

        assertThat(effects).containsExactly(new Commit(2));
    }

    @Test
    void answersBeyondTheEndOfTheLogProveTheLog() {
        RaftCore core = leader(3, 4);
        core.step(new Proposed(TWO, 100));
        core.step(answer(core, N2, 900, new Appended(5, 900)));
        core.step(answer(core, N3, 900, new Appended(5, 900)));

        List<Effect> effects = core.step(new Persisted(3));

        assertThat(effects).containsExactly(new Commit(3));
    }

    @Test
    void answerToAnEarlierStayProvesNothing() {
        RaftCore core = leaderWithThreeEntries();

        List<Effect> effects = core.step(new AppendAnswered(3, sender(N2), 3, new Appended(5, 3)));

        assertThat(effects).isEmpty();
    }

    @Test
    void answerOfAnEarlierTermProvesNothing() {
        RaftCore core = leaderWithThreeEntries();

        List<Effect> effects = core.step(answer(core, N2, 3, new Appended(4, 3)));

        assertThat(effects).isEmpty();
    }

    @Test
    void countingStartsAnewWithEveryLeadership() {
        RaftCore core = leaderWithThreeEntries();
        core.step(answer(core, N2, 3, new Appended(4, 3)));
        core.step(heartbeat(7, N3, 6, id(5, 3), 0));
        core.step(new Persisted(4));
        core.step(new Event.ElectionTimeout(core.view().epoch()));
        core.step(new Event.BallotClosed(core.view().epoch(), Fixture.ballots(3, 6)));
        core.step(new Persisted(5));
        core.step(new Event.BallotClosed(core.view().epoch(), Fixture.ballots(3, 7)));

        List<Effect> effects = core.step(new Persisted(6));

        assertThat(core.view().role()).isEqualTo(Role.LEADER);
        assertThat(effects).isEmpty();
    }

    @Test
    void rejectionChangesNothing() {
        RaftCore core = leaderWithThreeEntries();
        RaftView before = core.view();

        List<Effect> effects = core.step(answer(core, N2, 3, new AppendRejected(5, 0, 0, 1)));

        assertThat(effects).isEmpty();
        assertThat(core.view()).isEqualTo(before);
    }

    @Test
    void laterTermInAnAnswerEndsTheLeadershipHoweverLate() {
        RaftCore core = leaderWithThreeEntries();

        List<Effect> effects = core.step(new AppendAnswered(1, sender(N2), 3, new AppendRejected(8, 0, 0, 1)));

        assertThat(effects).containsExactly(new EnterRole(Role.FOLLOWER, 5), persist(4, hard(8, null), 0, NOTHING));
        assertThat(core.view().leader()).isNull();
    }

    @Test
    void answersOfStrangersAndOtherAnswersAreIgnored() {
        RaftCore core = leaderWithThreeEntries();

        assertThat(core.step(answer(core, N4, 3, new Appended(5, 3)))).isEmpty();
        assertThat(core.step(answer(core, NodeId.of("n9"), 3, new Appended(99, 3))))
                .isEmpty();
        assertThat(core.step(answer(core, N2, 3, new VoteReply(99, true)))).isEmpty();
        assertThat(core.step(answer(core, N2, 3, new Refused(Refused.Reason.OVERLOADED, ""))))
                .isEmpty();
        assertThat(core.view().role()).isEqualTo(Role.LEADER);
    }
}

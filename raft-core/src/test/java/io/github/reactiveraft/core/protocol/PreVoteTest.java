package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N1;
import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.NOTHING;
import static io.github.reactiveraft.core.protocol.Fixture.follower;
import static io.github.reactiveraft.core.protocol.Fixture.hard;
import static io.github.reactiveraft.core.protocol.Fixture.heartbeat;
import static io.github.reactiveraft.core.protocol.Fixture.no;
import static io.github.reactiveraft.core.protocol.Fixture.persist;
import static io.github.reactiveraft.core.protocol.Fixture.preCandidate;
import static io.github.reactiveraft.core.protocol.Fixture.preVote;
import static io.github.reactiveraft.core.protocol.Fixture.reply;
import static io.github.reactiveraft.core.protocol.Fixture.requestVote;
import static io.github.reactiveraft.core.protocol.Fixture.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.core.protocol.Effect.EnterRole;
import io.github.reactiveraft.core.protocol.Effect.RestartElectionTimer;
import io.github.reactiveraft.core.protocol.Event.BallotClosed;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Thesis §9.6 Pre-vote")
class PreVoteTest {

    @Test
    void electionTimeoutAsksAroundWithoutTouchingTheTerm() {
        RaftCore core = follower(3, 4, 1, 4);

        List<Effect> effects = core.step(new ElectionTimeout(1));

        assertThat(effects).containsExactly(new EnterRole(Role.PRE_CANDIDATE, 2));
        assertThat(core.view().role()).isEqualTo(Role.PRE_CANDIDATE);
        assertThat(core.view().term()).isEqualTo(4);
    }

    @Test
    void repeatedTimeoutIsANewStay() {
        RaftCore core = preCandidate(3, 4);

        List<Effect> effects = core.step(new ElectionTimeout(2));

        assertThat(effects).containsExactly(new EnterRole(Role.PRE_CANDIDATE, 3));
    }

    @Test
    void timeoutEndsTheTrustInTheLeader() {
        RaftCore core = follower(3, 4);
        core.step(heartbeat(7, N2, 4, EntryId.NONE, 0));

        core.step(new ElectionTimeout(1));

        assertThat(core.view().leader()).isNull();
        assertThat(core.step(preVote(8, N3, 5, EntryId.NONE))).containsExactly(reply(8, new PreVoteReply(4, true)));
    }

    @Test
    void answeringChangesNothing() {
        RaftCore core = follower(3, 4);
        RaftView before = core.view();

        List<Effect> effects = core.step(preVote(7, N2, 99, EntryId.NONE));

        assertThat(effects).containsExactly(reply(7, new PreVoteReply(4, true)));
        assertThat(core.view()).isEqualTo(before);
    }

    @Test
    void nodeMaySaySoToAnyNumberOfPreCandidates() {
        RaftCore core = follower(3, 4);
        core.step(preVote(7, N2, 5, EntryId.NONE));

        List<Effect> effects = core.step(preVote(8, N3, 5, EntryId.NONE));

        assertThat(effects).containsExactly(reply(8, new PreVoteReply(4, true)));
    }

    @Test
    void termThatWouldNotBeLaterIsDenied() {
        RaftCore core = follower(3, 4);

        List<Effect> effects = core.step(preVote(7, N2, 4, EntryId.NONE));

        assertThat(effects).containsExactly(reply(7, new PreVoteReply(4, false)));
    }

    @Test
    void preCandidatesGrantEachOther() {
        RaftCore core = preCandidate(3, 4);

        List<Effect> effects = core.step(preVote(7, N2, 5, EntryId.NONE));

        assertThat(effects).containsExactly(reply(7, new PreVoteReply(4, true)));
        assertThat(core.view().role()).isEqualTo(Role.PRE_CANDIDATE);
    }

    @Test
    void votersOfAnEarlierTermCount() {
        RaftCore core = preCandidate(3, 4);

        List<Effect> effects = core.step(new BallotClosed(2, List.of(yes(N2, 1), no(N3, 4))));

        assertThat(effects).containsExactly(persist(1, hard(5, N1), 0, NOTHING));
    }

    @Test
    void withoutAMajorityTheTermStays() {
        RaftCore core = preCandidate(5, 4);

        List<Effect> effects = core.step(new BallotClosed(2, List.of(yes(N2, 4), no(N3, 4))));

        assertThat(effects).isEmpty();
        assertThat(core.view().term()).isEqualTo(4);
        assertThat(core.view().role()).isEqualTo(Role.PRE_CANDIDATE);
    }

    @Test
    void laterTermInARejectionIsAdopted() {
        RaftCore core = preCandidate(3, 4);

        List<Effect> effects = core.step(new BallotClosed(2, List.of(no(N2, 6))));

        assertThat(effects).containsExactly(new EnterRole(Role.FOLLOWER, 3), persist(1, hard(6, null), 0, NOTHING));
    }

    @Test
    void lateRoundDoesNotDisturbTheNextOne() {
        RaftCore core = preCandidate(3, 4);
        core.step(new ElectionTimeout(2));

        List<Effect> effects = core.step(new BallotClosed(2, List.of(yes(N2, 4))));

        assertThat(effects).isEmpty();
    }

    @Test
    void leaderOfTheTermEndsTheRound() {
        RaftCore core = preCandidate(3, 4);

        List<Effect> effects = core.step(heartbeat(7, N2, 4, EntryId.NONE, 0));

        assertThat(effects)
                .containsExactly(
                        new EnterRole(Role.FOLLOWER, 3), reply(7, new Appended(4, 0)), new RestartElectionTimer());
    }

    @Test
    void roundWaitsForATermThatIsNotOnDiskYet() {
        RaftCore core = follower(3, 4);
        core.step(requestVote(7, N2, 6, EntryId.NONE));

        List<Effect> timeout = core.step(new ElectionTimeout(1));
        RaftView beforeDisk = core.view();
        List<Effect> persisted = core.step(new Persisted(1));

        assertThat(timeout).isEmpty();
        assertThat(beforeDisk.role()).isEqualTo(Role.FOLLOWER);
        assertThat(beforeDisk.term()).isEqualTo(4);
        assertThat(persisted).containsExactly(new EnterRole(Role.PRE_CANDIDATE, 2));
        assertThat(core.view().term()).isEqualTo(6);
    }
}

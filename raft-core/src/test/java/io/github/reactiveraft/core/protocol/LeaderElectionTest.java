package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N1;
import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.N4;
import static io.github.reactiveraft.core.protocol.Fixture.NOTHING;
import static io.github.reactiveraft.core.protocol.Fixture.candidate;
import static io.github.reactiveraft.core.protocol.Fixture.follower;
import static io.github.reactiveraft.core.protocol.Fixture.hard;
import static io.github.reactiveraft.core.protocol.Fixture.heartbeat;
import static io.github.reactiveraft.core.protocol.Fixture.leader;
import static io.github.reactiveraft.core.protocol.Fixture.log;
import static io.github.reactiveraft.core.protocol.Fixture.no;
import static io.github.reactiveraft.core.protocol.Fixture.noop;
import static io.github.reactiveraft.core.protocol.Fixture.persist;
import static io.github.reactiveraft.core.protocol.Fixture.preCandidate;
import static io.github.reactiveraft.core.protocol.Fixture.reply;
import static io.github.reactiveraft.core.protocol.Fixture.requestVote;
import static io.github.reactiveraft.core.protocol.Fixture.sender;
import static io.github.reactiveraft.core.protocol.Fixture.voters;
import static io.github.reactiveraft.core.protocol.Fixture.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.Refused.Reason;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.core.protocol.Effect.Commit;
import io.github.reactiveraft.core.protocol.Effect.EnterRole;
import io.github.reactiveraft.core.protocol.Effect.Reply;
import io.github.reactiveraft.core.protocol.Effect.RestartElectionTimer;
import io.github.reactiveraft.core.protocol.Event.BallotClosed;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import io.github.reactiveraft.core.protocol.Event.VoteReceived;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("§5.2 Leader election")
class LeaderElectionTest {

    private static final SortedMap<NodeId, Incarnation> MET = hard(4, null).incarnations();

    @Test
    void startsAsFollowerOfTheTermOnDisk() {
        RaftCore core = follower(3, 4, 1, 4);

        assertThat(core.view())
                .isEqualTo(new RaftView(
                        N1, Role.FOLLOWER, 1, 4, null, voters(3), log(1, 4), 2, 0, MET, 0, false, EntryId.NONE));
    }

    @Test
    void writesTermAndVoteBeforeTheCandidacyIsEntered() {
        RaftCore core = preCandidate(3, 4, 1, 4);

        List<Effect> won = core.step(new BallotClosed(2, List.of(yes(N2, 4))));
        RaftView beforeDisk = core.view();
        List<Effect> persisted = core.step(new Persisted(1));

        assertThat(won).containsExactly(persist(1, hard(5, N1), 0, NOTHING));
        assertThat(beforeDisk.role()).isEqualTo(Role.PRE_CANDIDATE);
        assertThat(beforeDisk.term()).isEqualTo(4);
        assertThat(persisted).containsExactly(new EnterRole(Role.CANDIDATE, 3));
        assertThat(core.view().role()).isEqualTo(Role.CANDIDATE);
        assertThat(core.view().term()).isEqualTo(5);
    }

    @Test
    void candidacyIsNotEnteredIfALaterTermCameBeforeTheDisk() {
        RaftCore core = preCandidate(3, 4);
        core.step(new BallotClosed(2, List.of(yes(N2, 4))));
        core.step(requestVote(7, N3, 6, EntryId.NONE));

        List<Effect> effects = core.step(new Persisted(1));

        assertThat(effects).isEmpty();
        assertThat(core.view().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void candidateThatIsNotOnDiskYetDoesNotCountVotes() {
        RaftCore core = preCandidate(3, 4);
        core.step(new BallotClosed(2, List.of(yes(N2, 4))));

        List<Effect> effects = core.step(new BallotClosed(core.view().epoch(), List.of(yes(N2, 5))));

        assertThat(effects).isEmpty();
    }

    @Test
    void majorityMakesALeaderWhoseFirstEntryIsANoop() {
        RaftCore core = candidate(3, 4, 1, 4);

        List<Effect> effects = core.step(new BallotClosed(3, List.of(yes(N2, 5))));

        assertThat(effects).containsExactly(persist(2, null, 0, noop(5, 3, 2)), new EnterRole(Role.LEADER, 4));
        assertThat(core.view())
                .isEqualTo(new RaftView(
                        N1, Role.LEADER, 4, 5, N1, voters(3), log(1, 4, 5), 2, 0, MET, 0, false, EntryId.NONE));
    }

    @Test
    void twoOfFiveAreNoMajorityAndThreeAre() {
        RaftCore core = candidate(5, 4);

        List<Effect> two = core.step(new BallotClosed(3, List.of(yes(N2, 5), no(N3, 5))));
        List<Effect> three = core.step(new BallotClosed(3, List.of(yes(N2, 5), yes(N4, 5))));

        assertThat(two).isEmpty();
        assertThat(three).containsExactly(persist(2, null, 0, noop(5, 1, 0)), new EnterRole(Role.LEADER, 4));
    }

    @Test
    void nobodyVotesTwice() {
        RaftCore core = candidate(5, 4);

        List<Effect> effects = core.step(new BallotClosed(3, List.of(yes(N2, 5), yes(N2, 5), yes(N2, 5))));

        assertThat(effects).isEmpty();
    }

    @Test
    void votesOfAnotherTermDoNotCount() {
        RaftCore core = candidate(3, 4);

        List<Effect> effects = core.step(new BallotClosed(3, List.of(yes(N2, 4), yes(N3, 4))));

        assertThat(effects).isEmpty();
    }

    @Test
    void roundOfAnEarlierStayDoesNotCount() {
        RaftCore core = candidate(3, 4);
        core.step(new ElectionTimeout(3));

        List<Effect> effects = core.step(new BallotClosed(3, List.of(yes(N2, 4), yes(N3, 4))));

        assertThat(effects).isEmpty();
        assertThat(core.view().role()).isEqualTo(Role.PRE_CANDIDATE);
    }

    @Test
    void candidateWhoseTimePassesAsksAroundAgainWithinItsTerm() {
        RaftCore core = candidate(3, 4);

        List<Effect> effects = core.step(new ElectionTimeout(3));

        assertThat(effects).containsExactly(new EnterRole(Role.PRE_CANDIDATE, 4));
        assertThat(core.view().term()).isEqualTo(5);
    }

    @Test
    void laterTermInABallotEndsTheCandidacyHoweverLate() {
        RaftCore core = candidate(3, 4);

        List<Effect> effects = core.step(new BallotClosed(2, List.of(no(N2, 9), yes(N3, 5))));

        assertThat(effects).containsExactly(new EnterRole(Role.FOLLOWER, 4), persist(2, hard(9, null), 0, NOTHING));
    }

    @Test
    void laterTermInABallotOutweighsAMajority() {
        RaftCore core = candidate(5, 4);

        List<Effect> effects = core.step(new BallotClosed(3, List.of(yes(N2, 5), yes(N3, 5), no(N4, 6))));

        assertThat(effects).containsExactly(new EnterRole(Role.FOLLOWER, 4), persist(2, hard(6, null), 0, NOTHING));
    }

    @Test
    void candidateYieldsToTheLeaderOfItsTerm() {
        RaftCore core = candidate(3, 4);

        List<Effect> effects = core.step(heartbeat(7, N2, 5, EntryId.NONE, 0));

        assertThat(effects)
                .containsExactly(
                        new EnterRole(Role.FOLLOWER, 4), reply(7, new Appended(5, 0)), new RestartElectionTimer());
        assertThat(core.view().leader()).isEqualTo(N2);
    }

    @Test
    void leaderHasNoElectionTimeout() {
        RaftCore core = leader(3, 4);

        List<Effect> effects = core.step(new ElectionTimeout(4));

        assertThat(effects).isEmpty();
    }

    @Test
    void timeoutOfAnEarlierStayIsDropped() {
        RaftCore core = preCandidate(3, 4);

        List<Effect> effects = core.step(new ElectionTimeout(1));

        assertThat(effects).isEmpty();
    }

    @Test
    void whoHasNoVoteDoesNotStandForElection() {
        Membership others = new Membership(new TreeSet<>(List.of(N2, N3)));
        RaftCore core = new RaftCore(N1, new Recovered(Incarnation.of(1), hard(4, null), List.of(), 0, 0, others));

        List<Effect> effects = core.step(new ElectionTimeout(1));

        assertThat(effects).isEmpty();
    }

    @Test
    void singleNodeElectsItselfAndCommitsByTheSameRules() {
        RaftCore core = follower(1, HardState.INITIAL);
        HardState first = HardState.INITIAL.inTerm(1, N1);

        assertThat(core.step(new ElectionTimeout(1))).containsExactly(new EnterRole(Role.PRE_CANDIDATE, 2));
        assertThat(core.step(new BallotClosed(2, List.of()))).containsExactly(persist(1, first, 0, NOTHING));
        assertThat(core.step(new Persisted(1))).containsExactly(new EnterRole(Role.CANDIDATE, 3));
        assertThat(core.step(new BallotClosed(3, List.of())))
                .containsExactly(persist(2, null, 0, noop(1, 1, 0)), new EnterRole(Role.LEADER, 4));
        assertThat(core.view().commitIndex()).isZero();
        assertThat(core.step(new Persisted(2))).containsExactly(new Commit(1));
    }

    @Test
    void voteIsWrittenBeforeItLeaves() {
        RaftCore core = follower(3, 4, 1, 4);

        List<Effect> effects = core.step(requestVote(7, N2, 5, new EntryId(4, 2)));

        assertThat(effects)
                .containsExactly(
                        persist(1, hard(5, N2), 0, NOTHING, reply(7, new VoteReply(5, true))),
                        new RestartElectionTimer());
    }

    @Test
    void firstCandidateOfATermGetsTheVoteAndItsRepeatTheSameAnswer() {
        RaftCore core = follower(3, 5);
        core.step(requestVote(7, N2, 5, EntryId.NONE));
        core.step(new Persisted(1));

        List<Effect> other = core.step(requestVote(8, N3, 5, EntryId.NONE));
        List<Effect> repeat = core.step(requestVote(9, N2, 5, EntryId.NONE));

        assertThat(other).containsExactly(reply(8, new VoteReply(5, false)));
        assertThat(repeat).containsExactly(reply(9, new VoteReply(5, true)), new RestartElectionTimer());
    }

    @Test
    void secondCandidateIsDeniedEvenBeforeTheFirstVoteIsOnDisk() {
        RaftCore core = follower(3, 5);
        core.step(requestVote(7, N2, 5, EntryId.NONE));

        List<Effect> effects = core.step(requestVote(8, N3, 5, EntryId.NONE));

        assertThat(effects).containsExactly(persist(2, null, 0, NOTHING, reply(8, new VoteReply(5, false))));
    }

    @Test
    void voteSurvivesARestart() {
        RaftCore core = follower(3, hard(5, N2));

        List<Effect> effects = core.step(requestVote(7, N3, 5, EntryId.NONE));

        assertThat(effects).containsExactly(reply(7, new VoteReply(5, false)));
    }

    @Test
    void requestOfAnEarlierTermIsDenied() {
        RaftCore core = follower(3, 5);

        List<Effect> effects = core.step(requestVote(7, N2, 4, EntryId.NONE));

        assertThat(effects).containsExactly(reply(7, new VoteReply(5, false)));
    }

    @Test
    void candidateHasVotedForItself() {
        RaftCore core = candidate(3, 4);

        List<Effect> effects = core.step(requestVote(7, N2, 5, new EntryId(4, 9)));

        assertThat(effects).containsExactly(reply(7, new VoteReply(5, false)));
    }

    @Test
    void preCandidateGivesNoVoteOfItsOwnTerm() {
        RaftCore core = preCandidate(3, 4);

        List<Effect> effects = core.step(requestVote(7, N2, 4, EntryId.NONE));

        assertThat(effects).containsExactly(reply(7, new VoteReply(4, false)));
    }

    @Test
    void candidateGivesWayToALaterTerm() {
        RaftCore core = candidate(3, 4);

        List<Effect> effects = core.step(requestVote(7, N2, 6, EntryId.NONE));

        assertThat(effects)
                .containsExactly(
                        new EnterRole(Role.FOLLOWER, 4),
                        persist(2, hard(6, N2), 0, NOTHING, reply(7, new VoteReply(6, true))),
                        new RestartElectionTimer());
    }

    @Test
    void requestInAnothersNameIsRefused() {
        RaftCore core = follower(3, 4);

        List<Effect> effects = core.step(new VoteReceived(7, sender(N2), new RequestVote(5, N3, EntryId.NONE)));

        assertThat(effects)
                .containsExactly(reply(7, new Refused(Reason.MALFORMED, "n2 sent a request in the name of n3")));
    }

    @Test
    void termsThatCannotBeAreRefused() {
        RaftCore core = follower(3, HardState.INITIAL);

        for (long term : new long[] {-1, 0, Long.MAX_VALUE}) {
            List<Effect> effects = core.step(requestVote(7, N2, term, EntryId.NONE));

            assertThat(effects)
                    .containsExactly(reply(
                            7, new Refused(Reason.MALFORMED, "n2 sent a request of the impossible term " + term)));
        }
    }

    @Test
    void requestInThisNodesOwnNameIsRefused() {
        RaftCore core = follower(3, 4);

        List<Effect> effects = core.step(requestVote(7, N1, 5, EntryId.NONE));

        assertThat(effects).singleElement().isInstanceOfSatisfying(Reply.class, refused -> {
            assertThat(refused.response()).isInstanceOfSatisfying(Refused.class, response -> {
                assertThat(response.reason()).isEqualTo(Reason.SENDER);
                assertThat(response.message()).contains("give every node its own name");
            });
        });
    }

    @Test
    void requestOfAStrangerIsRefused() {
        RaftCore core = follower(3, 4);

        List<Effect> effects = core.step(requestVote(7, NodeId.of("n9"), 5, EntryId.NONE));

        assertThat(effects)
                .containsExactly(reply(
                        7,
                        new Refused(
                                Reason.SENDER,
                                "n9 is not a member: start it with the same members as the others, [n1, n2, n3]")));
    }

    @Test
    void votesOfStrangersDoNotCount() {
        RaftCore core = candidate(3, 4);

        List<Effect> effects = core.step(new BallotClosed(3, List.of(yes(N4, 5), yes(NodeId.of("n9"), 5))));

        assertThat(effects).isEmpty();
    }
}

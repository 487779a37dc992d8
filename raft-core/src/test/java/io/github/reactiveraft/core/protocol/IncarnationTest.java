package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N1;
import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.NOTHING;
import static io.github.reactiveraft.core.protocol.Fixture.answer;
import static io.github.reactiveraft.core.protocol.Fixture.candidate;
import static io.github.reactiveraft.core.protocol.Fixture.entries;
import static io.github.reactiveraft.core.protocol.Fixture.follower;
import static io.github.reactiveraft.core.protocol.Fixture.hard;
import static io.github.reactiveraft.core.protocol.Fixture.leader;
import static io.github.reactiveraft.core.protocol.Fixture.no;
import static io.github.reactiveraft.core.protocol.Fixture.persist;
import static io.github.reactiveraft.core.protocol.Fixture.preVote;
import static io.github.reactiveraft.core.protocol.Fixture.reply;
import static io.github.reactiveraft.core.protocol.Fixture.requestVote;
import static io.github.reactiveraft.core.protocol.Fixture.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.Refused.Reason;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.core.protocol.Effect.Commit;
import io.github.reactiveraft.core.protocol.Effect.EnterRole;
import io.github.reactiveraft.core.protocol.Effect.RestartElectionTimer;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.Event.AppendReceived;
import io.github.reactiveraft.core.protocol.Event.BallotClosed;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import io.github.reactiveraft.core.protocol.Event.PeerMet;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import io.github.reactiveraft.core.protocol.Event.PreVoteReceived;
import io.github.reactiveraft.core.protocol.Event.VoteReceived;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A member that lost its disk does not come back under its name")
class IncarnationTest {

    private static final Sender REPLACED = new Sender(N2, Incarnation.of(99));
    private static final Refused REFUSED = new Refused(
            Reason.INCARNATION,
            "n2 was known as incarnation 2#0.0 and now is 63#0.0: it lost its data, or its name was given to another node."
                    + " Bring its old data directory back; it must not vote again without it");

    @Test
    void requestsOfAnotherIncarnationAreRefusedAndChangeNothing() {
        RaftCore core = follower(3, 4);
        RaftView before = core.view();

        assertThat(core.step(new PreVoteReceived(7, REPLACED, new PreVote(9, N2, EntryId.NONE))))
                .containsExactly(reply(7, REFUSED));
        assertThat(core.step(new VoteReceived(8, REPLACED, new RequestVote(9, N2, EntryId.NONE))))
                .containsExactly(reply(8, REFUSED));
        assertThat(core.step(new AppendReceived(9, REPLACED, new AppendEntries(9, N2, EntryId.NONE, 0, entries(1, 9)))))
                .containsExactly(reply(9, REFUSED));
        assertThat(core.view()).isEqualTo(before);
    }

    @Test
    void ballotsOfAnotherIncarnationAreIgnored() {
        RaftCore core = candidate(3, 4);

        List<Effect> yes = core.step(new BallotClosed(3, List.of(new Ballot(REPLACED, 5, true))));
        List<Effect> laterTerm = core.step(new BallotClosed(3, List.of(new Ballot(REPLACED, 9, false))));

        assertThat(yes).isEmpty();
        assertThat(laterTerm).isEmpty();
    }

    @Test
    void answersOfAnotherIncarnationAreIgnored() {
        RaftCore core = leader(3, 4);
        core.step(new Persisted(2));
        long epoch = core.view().epoch();

        List<Effect> copy = core.step(new AppendAnswered(epoch, REPLACED, 1, new Appended(5, 1)));
        List<Effect> laterTerm = core.step(new AppendAnswered(epoch, REPLACED, 1, new Appended(9, 1)));

        assertThat(copy).isEmpty();
        assertThat(laterTerm).isEmpty();
    }

    @Test
    void newMemberIsNotedBeforeItIsAnswered() {
        RaftCore core = follower(3, HardState.INITIAL);

        List<Effect> effects = core.step(preVote(7, N2, 1, EntryId.NONE));

        assertThat(effects)
                .containsExactly(persist(
                        1,
                        HardState.INITIAL.knowing(N2, Incarnation.of(2)),
                        0,
                        NOTHING,
                        reply(7, new PreVoteReply(0, true))));
    }

    @Test
    void newMemberAndTheVoteForItShareOneWrite() {
        RaftCore core = follower(3, HardState.INITIAL);

        List<Effect> effects = core.step(requestVote(7, N2, 1, EntryId.NONE));

        assertThat(effects)
                .containsExactly(
                        persist(
                                1,
                                HardState.INITIAL.knowing(N2, Incarnation.of(2)).inTerm(1, N2),
                                0,
                                NOTHING,
                                reply(7, new VoteReply(1, true))),
                        new RestartElectionTimer());
    }

    @Test
    void secondIncarnationIsRefusedEvenBeforeTheFirstIsOnDisk() {
        RaftCore core = follower(3, HardState.INITIAL);
        core.step(preVote(6, N2, 1, EntryId.NONE));

        List<Effect> effects = core.step(new PreVoteReceived(7, REPLACED, new PreVote(1, N2, EntryId.NONE)));

        assertThat(effects).containsExactly(persist(2, null, 0, NOTHING, reply(7, REFUSED)));
    }

    @Test
    void malformedRequestTeachesNothing() {
        RaftCore core = follower(3, HardState.INITIAL);

        List<Effect> effects =
                core.step(new PreVoteReceived(7, new Sender(N2, Incarnation.of(2)), new PreVote(1, N3, EntryId.NONE)));

        assertThat(effects)
                .containsExactly(reply(7, new Refused(Reason.MALFORMED, "n2 sent a request in the name of n3")));
    }

    @Test
    void introductionIsWrittenOnceAndHoldsAgainstAnother() {
        RaftCore core = follower(3, HardState.INITIAL);

        List<Effect> met = core.step(new PeerMet(new Sender(N2, Incarnation.of(2))));
        List<Effect> again = core.step(new PeerMet(new Sender(N2, Incarnation.of(2))));
        List<Effect> replaced = core.step(new PeerMet(new Sender(N2, Incarnation.of(7))));
        List<Effect> nobody = core.step(new PeerMet(new Sender(NodeId.of("nobody"), Incarnation.of(7))));

        assertThat(met).containsExactly(persist(1, HardState.INITIAL.knowing(N2, Incarnation.of(2)), 0, NOTHING));
        assertThat(again).isEmpty();
        assertThat(replaced).isEmpty();
        assertThat(nobody).isEmpty();
    }

    @Test
    void preVoteOfANewMemberCountsAtOnceForItBindsNobody() {
        RaftCore core = follower(3, HardState.INITIAL);
        core.step(new ElectionTimeout(1));
        HardState met = HardState.INITIAL.knowing(N2, Incarnation.of(2));

        List<Effect> won = core.step(new BallotClosed(2, List.of(yes(N2, 0))));

        assertThat(won).containsExactly(persist(1, met.inTerm(1, N1), 0, NOTHING));
    }

    @Test
    void voteOfANewMemberCountsOnlyOnceItsIncarnationIsOnDisk() {
        RaftCore core = follower(3, HardState.INITIAL);
        core.step(new ElectionTimeout(1));
        core.step(new BallotClosed(2, List.of(yes(N2, 0))));
        core.step(new Persisted(1));
        HardState candidate = HardState.INITIAL.knowing(N2, Incarnation.of(2)).inTerm(1, N1);

        List<Effect> first = core.step(new BallotClosed(3, List.of(yes(N3, 1))));
        List<Effect> tooEarly = core.step(new BallotClosed(3, List.of(yes(N3, 1))));
        core.step(new Persisted(2));
        core.step(new BallotClosed(3, List.of(yes(N3, 1))));

        assertThat(first).containsExactly(persist(2, candidate.knowing(N3, Incarnation.of(3)), 0, NOTHING));
        assertThat(tooEarly).isEmpty();
        assertThat(core.view().role()).isEqualTo(Role.LEADER);
    }

    @Test
    void newMemberAndItsLaterTermShareOneWrite() {
        RaftCore core = follower(3, HardState.INITIAL);
        core.step(new ElectionTimeout(1));

        List<Effect> effects = core.step(new BallotClosed(2, List.of(no(N2, 3))));

        assertThat(effects)
                .containsExactly(
                        new EnterRole(Role.FOLLOWER, 3),
                        persist(
                                1,
                                HardState.INITIAL.knowing(N2, Incarnation.of(2)).inTerm(3, null),
                                0,
                                NOTHING));
    }

    @Test
    void copyOfANewMemberCountsOnlyOnceItsIncarnationIsOnDisk() {
        HardState metOnlyN3 =
                new HardState(4, null, hard(4, null).incarnations().tailMap(N3));
        RaftCore core = follower(3, metOnlyN3);
        core.step(new ElectionTimeout(1));
        core.step(new BallotClosed(2, List.of(yes(N3, 4))));
        core.step(new Persisted(1));
        core.step(new BallotClosed(3, List.of(yes(N3, 5))));
        core.step(new Persisted(2));

        List<Effect> first = core.step(answer(core, N2, 1, new Appended(5, 1)));
        core.step(new Persisted(3));
        List<Effect> counted = core.step(answer(core, N2, 1, new Appended(5, 1)));

        assertThat(first)
                .containsExactly(persist(3, metOnlyN3.inTerm(5, N1).knowing(N2, Incarnation.of(2)), 0, NOTHING));
        assertThat(counted).containsExactly(new Commit(1));
    }

    @Test
    void learningAMemberDoesNotHideTheRole() {
        HardState metOnlyN3 =
                new HardState(4, null, hard(4, null).incarnations().tailMap(N3));
        RaftCore core = follower(3, metOnlyN3);
        core.step(new ElectionTimeout(1));

        core.step(preVote(7, N2, 5, EntryId.NONE));

        assertThat(core.view().role()).isEqualTo(Role.PRE_CANDIDATE);
    }
}

package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.N3;
import static io.github.reactiveraft.core.runtime.Words.sender;
import static io.github.reactiveraft.core.runtime.Words.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.core.protocol.Ballot;
import io.github.reactiveraft.core.protocol.Event.BallotClosed;
import io.github.reactiveraft.core.protocol.LogTerms;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

class VoteRoundTest {

    private static final RaftView CANDIDATE = view(Role.CANDIDATE, null, 5);

    private final Bench bench = new Bench();
    private final List<ScriptedPeer> peers = new ArrayList<>();
    private final List<BallotClosed> closed = new ArrayList<>();

    @Test
    void candidateAsksEverybodyAtOnceForAVoteInItsTerm() {
        collect(CANDIDATE, 3);

        assertThat(peers).allSatisfy(peer -> assertThat(peer.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.request()).isEqualTo(new RequestVote(7, N1, new EntryId(7, 5)))));
    }

    @Test
    void preCandidateAsksForTheTermItWouldHave() {
        collect(view(Role.PRE_CANDIDATE, null, 0), 3);

        assertThat(peers.get(0).last().request()).isEqualTo(new PreVote(8, N1, EntryId.NONE));
    }

    @Test
    void closesAsSoonAsWonAndGivesUpTheSilentOnes() {
        collect(CANDIDATE, 3);

        answer(N2, new VoteReply(7, true));

        assertThat(closed).containsExactly(new BallotClosed(4, List.of(new Ballot(sender(N2), 7, true))));
        assertThat(peer(N3).last().isCancelled()).isTrue();
    }

    @Test
    void majorityOfFiveTakesTwoMoreVotes() {
        collect(ofFive(), 5);

        answer(N2, new VoteReply(7, true));
        List<BallotClosed> afterOne = List.copyOf(closed);
        answer(NodeId.of("n5"), new VoteReply(7, true));

        assertThat(afterOne).isEmpty();
        assertThat(closed).singleElement().satisfies(ballot -> assertThat(ballot.ballots())
                .hasSize(2));
    }

    @Test
    void closesAsSoonAsLost() {
        collect(ofFive(), 5);

        for (NodeId node : List.of(N2, N3, NodeId.of("n4"))) {
            assertThat(closed).isEmpty();
            answer(node, new VoteReply(7, false));
        }

        assertThat(closed).hasSize(1);
        assertThat(peer(NodeId.of("n5")).last().isCancelled()).isTrue();
    }

    @Test
    void closesAtTheFirstSightOfALaterTerm() {
        collect(ofFive(), 5);

        answer(N2, new VoteReply(8, false));

        assertThat(closed).containsExactly(new BallotClosed(4, List.of(new Ballot(sender(N2), 8, false))));
    }

    @Test
    void closesUndecidedWhenEverybodyHasAnswered() {
        collect(ofFour(), 4);

        answer(N2, new VoteReply(7, true));
        answer(N3, new VoteReply(7, false));
        List<BallotClosed> before = List.copyOf(closed);
        answer(NodeId.of("n4"), new Refused(Refused.Reason.NOT_RUNNING, "later"));

        assertThat(before).isEmpty();
        assertThat(closed).singleElement().satisfies(ballot -> assertThat(ballot.ballots())
                .hasSize(3));
    }

    @Test
    void asksAgainWhoeverDidNotAnswerForAHeartbeatInterval() {
        collect(ofFive(), 5);
        answer(N2, new VoteReply(7, true));
        peer(N3).last().fail(true);
        peer(NodeId.of("n4")).last().fail(new IllegalStateException("not what the contract says"));

        bench.passMillis(99);
        List<Integer> early = askedTimes();
        bench.passMillis(1);
        peer(N3).last().answer(new VoteReply(7, true));

        assertThat(early).containsExactly(1, 1, 1, 1);
        assertThat(askedTimes()).containsExactly(1, 2, 2, 2);
        assertThat(closed)
                .containsExactly(
                        new BallotClosed(4, List.of(new Ballot(sender(N2), 7, true), new Ballot(sender(N3), 7, true))));
    }

    /** A late answer to the first request is as good as one to the second, and no second one counts. */
    @Test
    void firstAnswerOfEachCounts() {
        collect(ofFive(), 5);
        bench.passMillis(100);

        peer(N2).calls().get(0).answer(new VoteReply(7, true));
        List<BallotClosed> before = List.copyOf(closed);
        boolean isSecondOver = peer(N2).last().isCancelled();
        answer(N3, new VoteReply(7, true));

        assertThat(before).isEmpty();
        assertThat(isSecondOver).isTrue();
        assertThat(closed)
                .containsExactly(
                        new BallotClosed(4, List.of(new Ballot(sender(N2), 7, true), new Ballot(sender(N3), 7, true))));
    }

    @Test
    void keepsAsLittleAsItNeedsForAPeerThatNeverAnswers() {
        collect(CANDIDATE, 3);

        bench.passMillis(10_000);

        assertThat(peer(N3).calls()).hasSize(16);
        assertThat(closed).isEmpty();
    }

    @Test
    void refusalIsNoVote() {
        collect(CANDIDATE, 3);

        answer(N2, new Refused(Refused.Reason.NOT_RUNNING, "later"));
        answer(N3, new PreVoteReply(7, true));

        assertThat(closed).singleElement().satisfies(ballot -> assertThat(ballot.ballots())
                .containsExactly(new Ballot(sender(N2), 0, false), new Ballot(sender(N3), 7, true)));
    }

    @Test
    void yesOfWhoLostItsDataDoesNotEndTheRound() {
        Sender forgetful = new Sender(N2, Incarnation.of(99));
        collect(CANDIDATE, 3);

        peer(N2).last().answerAs(forgetful, new VoteReply(7, true));
        List<BallotClosed> before = List.copyOf(closed);
        answer(N3, new VoteReply(7, true));

        assertThat(before).isEmpty();
        assertThat(closed)
                .containsExactly(
                        new BallotClosed(4, List.of(new Ballot(forgetful, 7, true), new Ballot(sender(N3), 7, true))));
    }

    @Test
    void onlyMemberHasWonBeforeItAsks() {
        RaftView alone = new RaftView(
                N1,
                Role.CANDIDATE,
                4,
                7,
                null,
                Words.members(N1),
                LogTerms.EMPTY,
                0,
                0,
                Words.MET,
                0,
                false,
                EntryId.NONE);

        StepVerifier.create(new VoteRound(bench.parts(), List.of()).collect(alone))
                .expectNext(new BallotClosed(4, List.of()))
                .verifyComplete();
    }

    @Test
    void cancelGivesUpAllCalls() {
        Disposable round = collect(CANDIDATE, 3);

        round.dispose();

        assertThat(peers)
                .allSatisfy(peer -> assertThat(peer.last().isCancelled()).isTrue());
        assertThat(closed).isEmpty();
    }

    private Disposable collect(RaftView view, int memberCount) {
        for (int i = 2; i <= memberCount; i++) {
            peers.add(new ScriptedPeer(NodeId.of("n" + i)));
        }
        return new VoteRound(bench.parts(), List.<RaftPeer>copyOf(peers))
                .collect(view)
                .subscribe(closed::add);
    }

    private List<Integer> askedTimes() {
        return peers.stream().map(peer -> peer.calls().size()).toList();
    }

    private static RaftView ofFour() {
        return of(4);
    }

    private static RaftView ofFive() {
        return of(5);
    }

    private static RaftView of(int memberCount) {
        TreeSet<NodeId> voters = new TreeSet<>();
        for (int i = 1; i <= memberCount; i++) {
            voters.add(NodeId.of("n" + i));
        }
        return new RaftView(
                N1,
                Role.CANDIDATE,
                4,
                7,
                null,
                new Membership(voters),
                CANDIDATE.log(),
                5,
                5,
                Words.MET,
                0,
                false,
                EntryId.NONE);
    }

    private ScriptedPeer peer(NodeId node) {
        return peers.stream().filter(peer -> peer.id().equals(node)).findFirst().orElseThrow();
    }

    private void answer(NodeId node, RaftResponse response) {
        peer(node).last().answer(response);
    }
}

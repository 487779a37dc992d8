package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.command;
import static io.github.reactiveraft.core.protocol.Fixture.entries;
import static io.github.reactiveraft.core.protocol.Fixture.hard;
import static io.github.reactiveraft.core.protocol.Fixture.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.core.protocol.Effect.EnterRole;
import io.github.reactiveraft.core.protocol.Effect.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Figure 8, played by hand with five cores. The entry of term 2 is at index 2; a leader's first entry is a no-op. */
@DisplayName("§5.4.2 Committing entries from previous terms")
class CommitOfEarlierTermsTest implements LabMember.Observer {

    private final SafetyChecks checks = new SafetyChecks();
    private final List<Reply> replies = new ArrayList<>();
    private final List<LabMember> all =
            Stream.of(1, 2, 3, 4, 5).map(this::member).toList();
    private final LabMember s1 = all.get(0);
    private final LabMember s2 = all.get(1);
    private final LabMember s3 = all.get(2);
    private final LabMember s4 = all.get(3);
    private final LabMember s5 = all.get(4);

    private LabMember member(int number) {
        HardState met = hard(1, null).knowing(Fixture.N1, Incarnation.of(1));
        return new LabMember(NodeId.of("n" + number), 5, met, entries(1, 1), this);
    }

    /** Figure 8 (a) to (c): s1 leads term 4 and has spread its entry of term 2 to a majority. */
    @BeforeEach
    void spreadAnEntryOfAnEarlierTerm() {
        elect(s1, s2, s3);
        assertThat(replicate(s1, s2, 2, 1)).isInstanceOf(RaftResponse.Appended.class);
        s1.crash();

        elect(s5, s3, s4);
        s5.crash();

        elect(s1, s2, s3);
        replicate(s1, s2, 2, 1);
        replicate(s1, s3, 2, 1);

        assertThat(s1.view().term()).isEqualTo(4);
        assertThat(s1.view().role()).isEqualTo(Role.LEADER);
        assertThat(termsOf(s1)).containsExactly(1L, 2L, 4L);
        assertThat(termsOf(s2)).containsExactly(1L, 2L);
        assertThat(termsOf(s3)).containsExactly(1L, 2L);
        assertThat(termsOf(s5)).containsExactly(1L, 3L);
    }

    @Test
    void entryOfAnEarlierTermIsNotCommittedByCountingItsCopies() {
        assertThat(s1.view().commitIndex()).isZero();
    }

    @Test
    @DisplayName("Figure 8 (d): such an entry can still be overwritten")
    void uncommittedEntryOnAMajorityCanBeOverwritten() {
        s1.crash();

        elect(s5, s2, s3, s4);
        for (LabMember peer : List.of(s1, s2, s3, s4)) {
            replicate(s5, peer, 2, 9);
        }

        assertThat(s5.view().commitIndex()).isEqualTo(3);
        for (LabMember member : all) {
            assertThat(termsOf(member)).containsExactly(1L, 3L, 5L);
        }
    }

    @Test
    @DisplayName("Figure 8 (e): an entry of its own term commits all before it")
    void entryOfTheLeadersTermCommitsEverythingBeforeIt() {
        replicate(s1, s2, 3, 9);
        replicate(s1, s3, 3, 9);

        assertThat(s1.view().commitIndex()).isEqualTo(3);
    }

    @Test
    @DisplayName("Figure 8 (e): then nobody without it can win")
    void candidateWithoutACommittedEntryCannotWin() {
        replicate(s1, s2, 3, 9);
        replicate(s1, s3, 3, 9);
        s1.step(new Event.Proposed(List.of(command("a")), 0));
        s1.persistAll();
        s1.crash();

        elect(s5, s2, s3, s4);

        assertThat(s5.view().role()).isNotEqualTo(Role.LEADER);
        assertThat(termsOf(s2)).containsExactly(1L, 2L, 4L);
    }

    private static List<Long> termsOf(LabMember member) {
        return member.diskLog().stream().map(entry -> entry.id().term()).toList();
    }

    /** Lets a member stand for election, asking only these; the first attempt may only teach it a later term. */
    private void elect(LabMember candidate, LabMember... voters) {
        attempt(candidate, voters);
        if (candidate.view().role() != Role.LEADER) {
            attempt(candidate, voters);
        }
    }

    /** What everybody writes is on disk at once. */
    private void attempt(LabMember candidate, LabMember... voters) {
        for (LabMember voter : voters) {
            voter.step(new Event.ContactLapsed(voter.view().epoch()));
        }
        candidate.step(new Event.ElectionTimeout(candidate.view().epoch()));
        RaftView view = candidate.view();
        closeBallot(
                candidate,
                new PreVote(view.term() + 1, candidate.id(), view.log().lastEntry()),
                voters);
        view = candidate.view();
        if (view.role() == Role.CANDIDATE) {
            closeBallot(
                    candidate,
                    new RequestVote(view.term(), candidate.id(), view.log().lastEntry()),
                    voters);
        }
    }

    private void closeBallot(LabMember candidate, RaftRequest request, LabMember... voters) {
        List<Ballot> ballots = new ArrayList<>();
        for (LabMember voter : voters) {
            RaftResponse response = ask(candidate, voter, request);
            if (response instanceof VoteReply vote) {
                ballots.add(new Ballot(sender(voter.id()), vote.term(), vote.isGranted()));
            } else if (response instanceof PreVoteReply vote) {
                ballots.add(new Ballot(sender(voter.id()), vote.term(), vote.isGranted()));
            }
        }
        candidate.step(new Event.BallotClosed(candidate.view().epoch(), ballots));
        candidate.persistAll();
    }

    private RaftResponse replicate(LabMember leader, LabMember peer, long nextIndex, int count) {
        AppendEntries request =
                AppendRequests.cut(leader.view(), nextIndex, leader.tail(nextIndex), count, Integer.MAX_VALUE);
        RaftResponse response = ask(leader, peer, request);
        leader.step(
                new Event.AppendAnswered(leader.view().epoch(), sender(peer.id()), request.verifiedIndex(), response));
        return response;
    }

    private RaftResponse ask(LabMember from, LabMember to, RaftRequest request) {
        replies.clear();
        to.receive(1, from.id(), request);
        to.persistAll();
        assertThat(replies).hasSize(1);
        return replies.get(0).response();
    }

    @Override
    public void replied(LabMember member, Reply reply) {
        checks.leaves(member, reply.response());
        replies.add(reply);
    }

    @Override
    public void appended(LabMember member, EntryId previous, LogEntry entry) {
        checks.appended(previous, entry);
    }

    @Override
    public void committed(LabMember member, long index) {
        checks.commits(member, index, all);
    }

    @Override
    public void entered(LabMember member, EnterRole effect) {
        if (effect.role() == Role.LEADER) {
            checks.leads(member);
        }
    }
}

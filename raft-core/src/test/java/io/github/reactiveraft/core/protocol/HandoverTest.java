package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N1;
import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.NOTHING;
import static io.github.reactiveraft.core.protocol.Fixture.follower;
import static io.github.reactiveraft.core.protocol.Fixture.hard;
import static io.github.reactiveraft.core.protocol.Fixture.leader;
import static io.github.reactiveraft.core.protocol.Fixture.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftRequest.TimeoutNow;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.Standing;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.core.protocol.Effect.HandOver;
import io.github.reactiveraft.core.protocol.Effect.NotAccepted;
import io.github.reactiveraft.core.protocol.Effect.Persist;
import io.github.reactiveraft.core.protocol.Effect.ReadsRefused;
import io.github.reactiveraft.core.protocol.Effect.Reply;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.Event.AppendReceived;
import io.github.reactiveraft.core.protocol.Event.HandoverAsked;
import io.github.reactiveraft.core.protocol.Event.HandoverLapsed;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import io.github.reactiveraft.core.protocol.Event.Proposed;
import io.github.reactiveraft.core.protocol.Event.ReadsAsked;
import io.github.reactiveraft.core.protocol.Event.TimeoutNowReceived;
import io.github.reactiveraft.core.protocol.Event.VoteReceived;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("thesis §3.10: a leader that is about to go hands over")
class HandoverTest {

    private static final Proposed COMMAND = new Proposed(List.of(Proposal.command(Bytes.of(new byte[] {1}))), 9);

    /** Leads three in term 2; entry 2 is the first of its term. */
    private final RaftCore core = leader(3, 1, 1);

    @Test
    void successorIsAskedOnceItHasEverythingAndAllIsCommitted() {
        core.step(answered(N2, 1));
        core.step(answered(N3, 0));

        assertThat(handOvers(core.step(new HandoverAsked()))).isEmpty();
        assertThat(handOvers(core.step(answered(N2, 2))))
                .as("not on the own disk yet")
                .isEmpty();
        assertThat(handOvers(core.step(new Persisted(2))))
                .containsExactly(new HandOver(N2, new TimeoutNow(2, N1, new EntryId(2, 2))));
        assertThat(handOvers(core.step(answered(N3, 2)))).as("once").isEmpty();
    }

    /** That all is committed is not enough: it may be so without the successor. */
    @Test
    void successorThatLacksAnEntryIsNotAsked() {
        core.step(answered(N2, 1));
        core.step(new HandoverAsked());
        core.step(new Persisted(2));

        List<Effect> committed = core.step(answered(N3, 2));

        assertThat(committed).contains(new Effect.Commit(2));
        assertThat(handOvers(committed)).isEmpty();
        assertThat(handOvers(core.step(answered(N2, 2)))).hasSize(1);
    }

    @Test
    void neitherCommandsNorReadsAreTakenMeanwhile() {
        core.step(answered(N2, 1));
        core.step(new HandoverAsked());

        assertThat(core.step(COMMAND)).containsExactly(new NotAccepted(COMMAND.proposals()));
        assertThat(core.step(new ReadsAsked())).containsExactly(new ReadsRefused());
    }

    @Test
    void leaderGoesOnWhenTheTimeIsUp() {
        core.step(answered(N2, 1));
        core.step(new HandoverAsked());
        long epoch = core.view().epoch();

        core.step(new HandoverLapsed(epoch - 1));
        assertThat(core.step(COMMAND)).hasAtLeastOneElementOfType(NotAccepted.class);
        core.step(new HandoverLapsed(epoch));

        assertThat(core.step(COMMAND)).hasAtLeastOneElementOfType(Persist.class);
        assertThat(core.step(new ReadsAsked())).doesNotHaveAnyElementsOfTypes(ReadsRefused.class);
    }

    /** On every path: the next leadership of the same node is none that is about to go. */
    @Test
    void handoverEndsWithTheLeadership() {
        core.step(answered(N2, 1));
        core.step(new HandoverAsked());

        core.step(new AppendAnswered(core.view().epoch(), sender(N3), 0, new AppendRejected(5, 1, 0, 2)));
        core.step(answered(N2, 2));

        assertThat(core.view().role()).isEqualTo(Role.FOLLOWER);
        assertThat(core.step(new ReadsAsked())).containsExactly(new ReadsRefused());
    }

    @Test
    void leaderThatNobodyHasAnsweredGoesOn() {
        core.step(new HandoverAsked());

        assertThat(core.step(COMMAND)).hasAtLeastOneElementOfType(Persist.class);
    }

    @Test
    void whoIsAskedStandsAtOnceWithoutAPreVoteAndSaysSo() {
        RaftCore successor = follower(3, 2, 1, 2);

        List<Effect> effects = successor.step(asked(2, new EntryId(2, 2)));

        Persist write = (Persist) effects.stream()
                .filter(effect -> effect instanceof Persist)
                .findFirst()
                .orElseThrow();
        assertThat(write.hardState()).isEqualTo(hard(3, N1));
        assertThat(write.then()).containsExactly(new Reply(7, new Standing(2, true)));
        assertThat(successor.view().role()).as("not before the vote is on disk").isEqualTo(Role.FOLLOWER);
        successor.step(new Persisted(1));
        assertThat(successor.view().role()).isEqualTo(Role.CANDIDATE);
        assertThat(successor.view().isHandover()).isTrue();
    }

    @Test
    void whoLacksAnEntryDoesNotStand() {
        RaftCore successor = follower(3, 2, 1, 2);

        assertThat(replies(successor.step(asked(2, new EntryId(2, 3))))).containsExactly(new Standing(2, false));
        assertThat(successor.view().role()).isEqualTo(Role.FOLLOWER);
    }

    /** T10: one that was sent long ago. */
    @Test
    void requestOfALeaderWhoseTermIsOverIsRejected() {
        RaftCore successor = follower(3, 4, 1, 2);

        assertThat(replies(successor.step(asked(2, new EntryId(2, 2)))))
                .containsExactly(new AppendRejected(4, 2, 0, 3));
    }

    @Test
    void requestOfSomebodyElseThanTheLeaderIsRefused() {
        RaftCore successor = follower(3, 2, 1, 2);
        successor.step(new AppendReceived(1, sender(N3), new AppendEntries(2, N3, new EntryId(2, 2), 0, NOTHING)));

        assertThat(replies(successor.step(asked(2, new EntryId(2, 2)))))
                .singleElement()
                .isInstanceOf(Refused.class);
    }

    /** T10: otherwise nobody would help who hears the leader still. */
    @Test
    void handedOverCandidacyIsHeardByWhoBelievesInTheLeader() {
        RaftCore voter = follower(3, 2, 1, 2);
        voter.step(new AppendReceived(1, sender(N2), new AppendEntries(2, N2, new EntryId(2, 2), 0, NOTHING)));

        assertThat(replies(voter.step(ballot(false)))).containsExactly(new VoteReply(2, false));
        assertThat(replies(voter.step(ballot(true)))).containsExactly(new VoteReply(3, true));
    }

    private static VoteReceived ballot(boolean isHandover) {
        return new VoteReceived(8, sender(N3), new RequestVote(3, N3, new EntryId(2, 2), isHandover));
    }

    private static TimeoutNowReceived asked(long term, EntryId last) {
        return new TimeoutNowReceived(7, sender(N2), new TimeoutNow(term, N2, last));
    }

    private AppendAnswered answered(NodeId from, long match) {
        return new AppendAnswered(core.view().epoch(), sender(from), match, new Appended(2, match));
    }

    private static List<HandOver> handOvers(List<Effect> effects) {
        return effects.stream()
                .filter(effect -> effect instanceof HandOver)
                .map(effect -> (HandOver) effect)
                .toList();
    }

    private static List<RaftResponse> replies(List<Effect> effects) {
        return effects.stream()
                .flatMap(effect -> effect instanceof Persist write
                        ? write.then().stream()
                        : effect instanceof Reply reply ? Stream.of(reply) : Stream.of())
                .map(Reply::response)
                .toList();
    }
}

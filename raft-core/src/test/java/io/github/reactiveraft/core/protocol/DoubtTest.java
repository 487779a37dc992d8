package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N1;
import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.NOTHING;
import static io.github.reactiveraft.core.protocol.Fixture.append;
import static io.github.reactiveraft.core.protocol.Fixture.entries;
import static io.github.reactiveraft.core.protocol.Fixture.hard;
import static io.github.reactiveraft.core.protocol.Fixture.id;
import static io.github.reactiveraft.core.protocol.Fixture.log;
import static io.github.reactiveraft.core.protocol.Fixture.persist;
import static io.github.reactiveraft.core.protocol.Fixture.preVote;
import static io.github.reactiveraft.core.protocol.Fixture.reply;
import static io.github.reactiveraft.core.protocol.Fixture.requestVote;
import static io.github.reactiveraft.core.protocol.Fixture.sender;
import static io.github.reactiveraft.core.protocol.Fixture.voters;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import io.github.reactiveraft.core.protocol.Event.EntriesFound;
import io.github.reactiveraft.core.protocol.Event.LeaderTold;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Damage cost the log entries that perhaps were acknowledged")
class DoubtTest {

    /** Term 4; of entries up to 2/5 those up to 1/2 are left. */
    private final RaftCore core = lacking(id(2, 5));

    private static RaftCore lacking(EntryId lastKnown) {
        return new RaftCore(
                N1,
                new Recovered(
                        sender(N1).incarnation(),
                        hard(4, null),
                        null,
                        EntryId.NONE,
                        log(1, 1).runs(),
                        2,
                        2,
                        voters(3),
                        lastKnown));
    }

    @Test
    void doubtfulNodeDoesNotStandForElection() {
        assertThat(core.step(new ElectionTimeout(core.view().epoch()))).isEmpty();
        assertThat(core.view().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void entriesThatAreFoundAreTakenBackAndEndTheDoubtWhenTheyAreOnDisk() {
        List<Effect> first = core.step(new EntriesFound(id(1, 2), entries(3, 2, 2)));
        List<Effect> rest = core.step(new EntriesFound(id(2, 4), entries(5, 2)));
        assertThat(core.view().isDoubtful()).isTrue();
        core.step(new Persisted(2));

        assertThat(first).containsExactly(persist(1, null, 0, entries(3, 2, 2)));
        assertThat(rest).containsExactly(persist(2, null, 0, entries(5, 2)));
        assertThat(core.view().isDoubtful()).isFalse();
        core.step(new ElectionTimeout(core.view().epoch()));
        assertThat(core.view().role()).isEqualTo(Role.PRE_CANDIDATE);
    }

    @Test
    void entriesThatWereLookedForBeforeTheLogChangedAreDropped() {
        assertThat(core.step(new EntriesFound(id(1, 1), entries(2, 1)))).isEmpty();
        assertThat(core.step(new EntriesFound(id(1, 2), entries(4, 2)))).isEmpty();
        assertThat(core.step(new EntriesFound(id(2, 2), entries(3, 2)))).isEmpty();
        assertThat(core.view().log().lastEntry()).isEqualTo(id(1, 2));
    }

    /** Nothing is known of what came after, and of terms that this node has not heard of it had nothing. */
    @Test
    void entriesBeyondWhatTheLogHadAreDropped() {
        assertThat(core.step(new EntriesFound(id(1, 2), entries(3, 2, 2, 2, 2))))
                .isEmpty();
        assertThat(core.step(new EntriesFound(id(1, 2), entries(3, 5)))).isEmpty();
        assertThat(core.view().log().lastEntry()).isEqualTo(id(1, 2));
    }

    @Test
    void nodeThatLacksNothingTakesNothingBack() {
        RaftCore whole = Fixture.follower(3, 4, 1, 1);

        assertThat(whole.step(new EntriesFound(id(1, 2), entries(3, 2)))).isEmpty();
    }

    @Test
    void whoLacksWhatIsLostGetsNoVote() {
        assertThat(core.step(preVote(7, N2, 5, id(2, 4)))).containsExactly(reply(7, new PreVoteReply(4, false)));
        assertThat(core.step(requestVote(8, N2, 5, id(2, 4))))
                .containsExactly(persist(1, hard(5, null), 0, NOTHING, reply(8, new VoteReply(5, false))));
    }

    @Test
    void whoHasWhatIsLostGetsTheVote() {
        assertThat(core.step(preVote(7, N2, 5, id(2, 5)))).containsExactly(reply(7, new PreVoteReply(4, true)));
        assertThat(core.step(preVote(8, N3, 5, id(3, 1)))).containsExactly(reply(8, new PreVoteReply(4, true)));
    }

    /** Otherwise a leader would take it for there, and never send it. */
    @Test
    void whatIsLostIsNotTakenForThere() {
        core.step(append(7, N2, 4, id(2, 5), 0, entries(6, 4)));
        assertThat(core.step(append(8, N2, 4, id(2, 5), 0, entries(6, 4))))
                .contains(reply(8, new AppendRejected(4, 2, 0, 3)));
    }

    @Test
    void doubtEndsWhenWhatWasLostIsOnDiskAgain() {
        core.step(append(7, N2, 4, id(1, 2), 0, entries(3, 2, 2)));
        core.step(append(8, N2, 4, id(2, 4), 0, entries(5, 2)));
        core.step(new Persisted(1));
        assertThat(core.view().isDoubtful()).as("4 of 5 are on disk").isTrue();
        core.step(new Persisted(2));

        assertThat(core.view().isDoubtful()).isFalse();
        core.step(new ElectionTimeout(core.view().epoch()));
        assertThat(core.view().role()).isEqualTo(Role.PRE_CANDIDATE);
    }

    /** A leader of a later term has everything committed before; what of the rest it lacks was never committed. */
    @Test
    void anEntryOfALaterTermEndsDoubt() {
        core.step(append(7, N2, 4, id(1, 2), 0, entries(3, 4)));
        core.step(new Persisted(1));

        assertThat(core.view().isDoubtful()).isFalse();
        assertThat(core.view().lastKnown()).isEqualTo(EntryId.NONE);
    }

    /** What this node acknowledged and can be committed lies in the leader's log, and that reaches no further. */
    @Test
    void doubtOfAnUnknownExtentEndsWhereTheLeadersLogDoes() {
        RaftCore endless = lacking(id(4, Long.MAX_VALUE));
        endless.step(append(7, N2, 4, id(1, 2), 0, entries(3, 2, 4)));
        endless.step(new LeaderTold(4, 5));
        endless.step(new Persisted(1));
        assertThat(endless.view().lastKnown()).as("4 of 5 are on disk").isEqualTo(id(4, 5));

        endless.step(append(8, N2, 4, id(4, 4), 0, entries(5, 4)));
        endless.step(new Persisted(2));

        assertThat(endless.view().isDoubtful()).isFalse();
    }

    @Test
    void doubtEndsAtTheWordOfALeaderThatHasNoMore() {
        RaftCore endless = lacking(id(4, Long.MAX_VALUE));
        endless.step(append(7, N2, 4, id(1, 2), 0, entries(3, 2, 4)));
        endless.step(new Persisted(1));
        assertThat(endless.view().isDoubtful()).isTrue();

        endless.step(new LeaderTold(4, 4));

        assertThat(endless.view().isDoubtful()).isFalse();
    }

    /** This node may have followed a later one before, and acknowledged what that had. */
    @Test
    void leaderOfAnEarlierTermHasNoSay() {
        RaftCore endless = lacking(id(4, Long.MAX_VALUE));

        endless.step(new LeaderTold(3, 2));

        assertThat(endless.view().lastKnown()).isEqualTo(id(4, Long.MAX_VALUE));
    }

    @Test
    void leadersWordAddsNothingToWhatIsLacking() {
        core.step(new LeaderTold(4, 9));

        assertThat(core.view().lastKnown()).isEqualTo(id(2, 5));
    }

    @Test
    void nodeThatLacksNothingIsPutInNoDoubt() {
        RaftCore whole = Fixture.follower(3, 4, 1, 1);

        whole.step(new LeaderTold(4, 9));

        assertThat(whole.view().isDoubtful()).isFalse();
    }
}

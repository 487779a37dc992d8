package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.NOTHING;
import static io.github.reactiveraft.core.protocol.Fixture.follower;
import static io.github.reactiveraft.core.protocol.Fixture.hard;
import static io.github.reactiveraft.core.protocol.Fixture.heartbeat;
import static io.github.reactiveraft.core.protocol.Fixture.id;
import static io.github.reactiveraft.core.protocol.Fixture.leader;
import static io.github.reactiveraft.core.protocol.Fixture.persist;
import static io.github.reactiveraft.core.protocol.Fixture.preVote;
import static io.github.reactiveraft.core.protocol.Fixture.reply;
import static io.github.reactiveraft.core.protocol.Fixture.requestVote;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.core.protocol.Effect.RestartElectionTimer;
import io.github.reactiveraft.core.protocol.Event.ContactLapsed;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Thesis §4.2.3 Disruptive servers")
class StickinessTest {

    private static RaftCore followerThatHearsItsLeader() {
        RaftCore core = follower(3, 4);
        core.step(heartbeat(1, N2, 4, EntryId.NONE, 0));
        return core;
    }

    @Test
    void followerThatHearsItsLeaderHelpsNobodyElse() {
        RaftCore core = followerThatHearsItsLeader();

        assertThat(core.step(preVote(7, N3, 5, EntryId.NONE))).containsExactly(reply(7, new PreVoteReply(4, false)));
        assertThat(core.step(requestVote(8, N3, 9, EntryId.NONE))).containsExactly(reply(8, new VoteReply(4, false)));
        assertThat(core.view().term()).isEqualTo(4);
    }

    @Test
    void leaderHelpsNobodyElse() {
        RaftCore core = leader(3, 4);

        assertThat(core.step(preVote(7, N3, 6, id(5, 9)))).containsExactly(reply(7, new PreVoteReply(5, false)));
        assertThat(core.step(requestVote(8, N3, 9, id(5, 9)))).containsExactly(reply(8, new VoteReply(5, false)));
    }

    @Test
    void followerThatLostContactVotesAgain() {
        RaftCore core = followerThatHearsItsLeader();

        List<Effect> lapsed = core.step(new ContactLapsed(1));
        List<Effect> preVote = core.step(preVote(7, N3, 5, EntryId.NONE));
        List<Effect> vote = core.step(requestVote(8, N3, 5, EntryId.NONE));

        assertThat(lapsed).isEmpty();
        assertThat(preVote).containsExactly(reply(7, new PreVoteReply(4, true)));
        assertThat(vote)
                .containsExactly(
                        persist(1, hard(5, N3), 0, NOTHING, reply(8, new VoteReply(5, true))),
                        new RestartElectionTimer());
    }

    @Test
    void lapseOfAnEarlierStayIsDropped() {
        RaftCore core = followerThatHearsItsLeader();

        core.step(new ContactLapsed(0));

        assertThat(core.step(preVote(7, N3, 5, EntryId.NONE))).containsExactly(reply(7, new PreVoteReply(4, false)));
    }

    @Test
    void newMessageOfTheLeaderRenewsTheTrust() {
        RaftCore core = followerThatHearsItsLeader();
        core.step(new ContactLapsed(1));

        core.step(heartbeat(6, N2, 4, EntryId.NONE, 0));

        assertThat(core.step(preVote(7, N3, 5, EntryId.NONE))).containsExactly(reply(7, new PreVoteReply(4, false)));
    }

    @Test
    void messageOfADeposedLeaderDoesNotRenewTheTrust() {
        RaftCore core = followerThatHearsItsLeader();
        core.step(new ContactLapsed(1));

        core.step(heartbeat(6, N2, 3, EntryId.NONE, 0));

        assertThat(core.step(preVote(7, N3, 5, EntryId.NONE))).containsExactly(reply(7, new PreVoteReply(4, true)));
    }
}

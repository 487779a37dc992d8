package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.answer;
import static io.github.reactiveraft.core.protocol.Fixture.command;
import static io.github.reactiveraft.core.protocol.Fixture.heartbeat;
import static io.github.reactiveraft.core.protocol.Fixture.id;
import static io.github.reactiveraft.core.protocol.Fixture.leader;
import static io.github.reactiveraft.core.protocol.Fixture.preVote;
import static io.github.reactiveraft.core.protocol.Fixture.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.Refused.Reason;
import io.github.reactiveraft.core.protocol.Effect.EnterRole;
import io.github.reactiveraft.core.protocol.Effect.NotAccepted;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import io.github.reactiveraft.core.protocol.Event.Proposed;
import io.github.reactiveraft.core.protocol.Event.QuorumLost;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Thesis §6.2 Leader that lost its majority")
class CheckQuorumTest {

    @Test
    void stepsDownWithinItsTerm() {
        RaftCore core = leader(3, 4);

        List<Effect> effects = core.step(new QuorumLost(4));

        assertThat(effects).containsExactly(new EnterRole(Role.FOLLOWER, 5));
        assertThat(core.view().term()).isEqualTo(5);
        assertThat(core.view().leader()).isNull();
    }

    @Test
    void takesNoMoreProposals() {
        RaftCore core = leader(3, 4);
        core.step(new QuorumLost(4));
        List<Proposal> proposals = List.of(command("a"));

        List<Effect> effects = core.step(new Proposed(proposals, 10));

        assertThat(effects).containsExactly(new NotAccepted(proposals));
    }

    @Test
    void isNotStickyAnyMore() {
        RaftCore core = leader(3, 4);
        core.step(new QuorumLost(4));

        List<Effect> effects = core.step(preVote(7, N3, 6, id(5, 1)));

        assertThat(effects).containsExactly(reply(7, new PreVoteReply(5, true)));
    }

    @Test
    void commitsNothingMoreByCounting() {
        RaftCore core = leader(3, 4);
        core.step(new Persisted(2));
        core.step(new QuorumLost(4));

        List<Effect> effects = core.step(new Event.AppendAnswered(4, Fixture.sender(N2), 1, new Appended(5, 1)));

        assertThat(effects).isEmpty();
        assertThat(core.view().commitIndex()).isZero();
    }

    @Test
    void nobodyElseCanLeadTheTermItLed() {
        RaftCore core = leader(3, 4);
        core.step(new QuorumLost(4));

        List<Effect> effects = core.step(heartbeat(7, N2, 5, id(5, 1), 0));

        assertThat(effects)
                .containsExactly(reply(7, new Refused(Reason.MALFORMED, "Term 5 has the leader n1, not n2")));
    }

    @Test
    void lossOfAnEarlierStayIsDropped() {
        RaftCore core = leader(3, 4);
        core.step(new Persisted(2));

        List<Effect> effects = core.step(new QuorumLost(3));

        assertThat(effects).isEmpty();
        assertThat(core.step(answer(core, N2, 1, new Appended(5, 1)))).isNotEmpty();
    }
}

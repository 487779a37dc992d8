package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.command;
import static io.github.reactiveraft.core.protocol.Fixture.leader;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.core.protocol.Effect.EnterRole;
import io.github.reactiveraft.core.protocol.Effect.NotAccepted;
import io.github.reactiveraft.core.protocol.Event.DiskStalled;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import io.github.reactiveraft.core.protocol.Event.Proposed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A leader whose own disk gets nowhere. */
class DiskStalledTest {

    @Test
    void leaderStepsDownWithinItsTermAndKnowsNoLeader() {
        RaftCore core = leader(3, 4);

        List<Effect> effects = core.step(new DiskStalled(4));

        assertThat(effects).containsExactly(new EnterRole(Role.FOLLOWER, 5));
        assertThat(core.view().term()).isEqualTo(5);
        assertThat(core.view().leader()).isNull();
        List<Proposal> proposals = List.of(command("a"));
        assertThat(core.step(new Proposed(proposals, 10))).containsExactly(new NotAccepted(proposals));
    }

    @Test
    void whatOthersAcknowledgeLaterIsNotCommittedByCounting() {
        RaftCore core = leader(3, 4);
        core.step(new Persisted(2));
        core.step(new DiskStalled(4));

        core.step(new Event.AppendAnswered(4, Fixture.sender(N2), 1, new Appended(5, 1)));

        assertThat(core.view().commitIndex()).isZero();
    }

    @Test
    void stallOfAnEarlierStayOrOfNoLeaderIsDropped() {
        RaftCore core = leader(3, 4);

        assertThat(core.step(new DiskStalled(3))).isEmpty();
        assertThat(core.view().role()).isEqualTo(Role.LEADER);

        core.step(new DiskStalled(4));
        core.step(new ElectionTimeout(5));
        assertThat(core.step(new DiskStalled(core.view().epoch()))).isEmpty();
        assertThat(core.view().role()).isEqualTo(Role.PRE_CANDIDATE);
    }
}

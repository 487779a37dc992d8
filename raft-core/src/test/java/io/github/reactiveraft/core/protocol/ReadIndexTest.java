package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.leader;
import static io.github.reactiveraft.core.protocol.Fixture.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.core.protocol.Effect.ReadsRefused;
import io.github.reactiveraft.core.protocol.Effect.RoundBegun;
import io.github.reactiveraft.core.protocol.Effect.RoundConfirmed;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import io.github.reactiveraft.core.protocol.Event.ReadsAsked;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("thesis §6.4: reads without a place in the log")
class ReadIndexTest {

    /** Leads three in term 2; its first entry, the second of the log, is on its way to the disk. */
    private final RaftCore core = leader(3, 1, 1);

    @Test
    @DisplayName("§8: until an entry of its own term is committed, a leader does not know what is")
    void readIndexIsTheFirstEntryOfTheTermUntilThatIsCommitted() {
        assertThat(core.step(new ReadsAsked())).containsExactly(new RoundBegun(1, 2));

        core.step(new Persisted(2));
        core.step(answer(N2, 0, new Appended(2, 2)));

        assertThat(core.view().commitIndex()).isEqualTo(2);
        assertThat(core.step(new ReadsAsked())).containsExactly(new RoundBegun(2, 2));
    }

    static List<RaftResponse> answersOfTheTerm() {
        return List.of(new Appended(2, 0), new AppendRejected(2, 1, 0, 2), new SnapshotWanted(2));
    }

    @ParameterizedTest
    @MethodSource("answersOfTheTerm")
    void anyAnswerOfTheTermToARequestSinceThenIsAVoice(RaftResponse response) {
        core.step(new ReadsAsked());

        List<Effect> effects = core.step(answer(N2, 1, response));

        assertThat(effects).contains(new RoundConfirmed(1));
    }

    @Test
    void requestFromBeforeTheRoundSaysNothingHoweverLateItIsAnswered() {
        core.step(new ReadsAsked());
        core.step(answer(N2, 1, new Appended(2, 0)));
        core.step(new ReadsAsked());

        assertThat(core.step(answer(N2, 1, new Appended(2, 0)))).isEmpty();
        assertThat(core.step(answer(N3, 1, new Appended(2, 0)))).isEmpty();
        assertThat(core.step(answer(N3, 2, new Appended(2, 0)))).containsExactly(new RoundConfirmed(2));
    }

    @Test
    void requestsFromNowOnAnswerForTheRound() {
        assertThat(core.view().readRound()).isZero();

        core.step(new ReadsAsked());
        core.step(new ReadsAsked());

        assertThat(core.view().readRound()).isEqualTo(2);
        assertThat(core.step(answer(N2, 2, new Appended(2, 0)))).containsExactly(new RoundConfirmed(2));
        assertThat(core.step(answer(N3, 2, new Appended(2, 0)))).isEmpty();
    }

    @Test
    void memberThatLostItsDiskMayHaveHelpedToElectAnother() {
        core.step(new ReadsAsked());

        List<Effect> effects = core.step(
                new AppendAnswered(core.view().epoch(), new Sender(N2, Incarnation.of(99)), 0, 1, new Appended(2, 0)));

        assertThat(effects).isEmpty();
    }

    @Test
    void answerOfAnEarlierStayIsNoVoice() {
        core.step(new ReadsAsked());

        List<Effect> effects =
                core.step(new AppendAnswered(core.view().epoch() - 1, sender(N2), 0, 1, new Appended(2, 0)));

        assertThat(effects).isEmpty();
    }

    @Test
    void laterTermEndsTheLeadershipInsteadOfConfirmingIt() {
        core.step(new ReadsAsked());

        List<Effect> effects = core.step(answer(N2, 1, new AppendRejected(3, 1, 0, 2)));

        assertThat(effects).noneMatch(effect -> effect instanceof RoundConfirmed);
        assertThat(core.view().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void nodeThatDoesNotLeadRefuses() {
        core.step(answer(N2, 0, new AppendRejected(3, 1, 0, 2)));

        assertThat(core.step(new ReadsAsked())).containsExactly(new ReadsRefused());
    }

    private AppendAnswered answer(NodeId from, long round, RaftResponse response) {
        return new AppendAnswered(core.view().epoch(), sender(from), 2, round, response);
    }
}

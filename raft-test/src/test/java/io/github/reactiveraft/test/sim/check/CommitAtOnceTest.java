package io.github.reactiveraft.test.sim.check;

import static io.github.reactiveraft.test.sim.check.Logs.N1;
import static io.github.reactiveraft.test.sim.check.Logs.N2;
import static io.github.reactiveraft.test.sim.check.Logs.N3;
import static io.github.reactiveraft.test.sim.check.Logs.state;
import static io.github.reactiveraft.test.sim.check.Logs.write;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.LogTerms;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CommitAtOnceTest {

    private static final Membership VOTERS = new Membership(new TreeSet<>(List.of(N1, N2, N3)));
    private static final long TERM = 2;

    private final CommitAtOnce rule = new CommitAtOnce();
    private final SortedMap<NodeId, Incarnation> inMemory = new TreeMap<>();
    private final SafetyChecks disks = new SafetyChecks(VOTERS.voters());

    CommitAtOnceTest() {
        SortedMap<NodeId, Incarnation> met = new TreeMap<>();
        met.put(N2, Incarnation.of(20));
        HardState state = new HardState(TERM, N1, met);
        disks.onRecovered(N1, new Recovered(Incarnation.of(10), state(0, null), List.of(), 0, 0, VOTERS));
        disks.onDurable(N1, write(state, 0, EntryBatch.empty()));
    }

    private static Event answer(NodeId from, long incarnation, long matchIndex) {
        return new AppendAnswered(
                5, new Sender(from, Incarnation.of(incarnation)), matchIndex, new Appended(TERM, matchIndex));
    }

    private void step(Event event, long firstTerm, long durableIndex, long commitIndex) {
        LogTerms log = new LogTerms(List.of(new TermRun(1, firstTerm)), 3);
        RaftView view = new RaftView(
                N1, Role.LEADER, 5, TERM, N1, VOTERS, log, durableIndex, commitIndex, inMemory, 0, false, EntryId.NONE);
        rule.onStep(N1, event, view, disks.disk(N1));
    }

    @Test
    void answerFromBeforeTheMembersLatestStartNeedNotCount() {
        inMemory.put(N2, Incarnation.of(20).opened(1));

        assertThatCode(() -> step(answer(N2, 20, 3), TERM, 3, 0)).doesNotThrowAnyException();
    }

    @Test
    void commitThatFollowsTheAnswerPasses() {
        assertThatCode(() -> step(answer(N2, 20, 3), TERM, 3, 3)).doesNotThrowAnyException();
    }

    @Test
    void answerThatIsForgottenAgainIsSeen() {
        step(answer(N2, 20, 3), TERM, 1, 1);

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> step(answer(N2, 20, 1), TERM, 3, 1))
                .withMessageStartingWith("What a majority holds is committed at once");
    }

    @Test
    void ownDiskAndTermsBeforeAndStrangersMayHoldACommitUp() {
        assertThatCode(() -> {
                    step(answer(N2, 20, 3), TERM, 1, 1);
                    step(answer(N2, 20, 3), 1, 3, 1);
                    step(answer(N3, 30, 3), TERM, 1, 1);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whatWasSaidToAnEarlierLeadershipDoesNotCount() {
        step(answer(N2, 20, 3), TERM, 1, 1);
        LogTerms log = new LogTerms(List.of(new TermRun(1, TERM)), 3);
        RaftView later =
                new RaftView(N1, Role.LEADER, 7, TERM, N1, VOTERS, log, 3, 1, new TreeMap<>(), 0, false, EntryId.NONE);

        assertThatCode(() -> rule.onStep(N1, answer(N2, 20, 3), later, disks.disk(N1)))
                .doesNotThrowAnyException();
    }
}

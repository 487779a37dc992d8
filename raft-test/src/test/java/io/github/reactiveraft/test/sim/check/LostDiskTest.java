package io.github.reactiveraft.test.sim.check;

import static io.github.reactiveraft.test.sim.check.Logs.N1;
import static io.github.reactiveraft.test.sim.check.Logs.N2;
import static io.github.reactiveraft.test.sim.check.Logs.N3;
import static io.github.reactiveraft.test.sim.check.Logs.entries;
import static io.github.reactiveraft.test.sim.check.Logs.state;
import static io.github.reactiveraft.test.sim.check.Logs.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.core.protocol.Effect.Persist;
import io.github.reactiveraft.core.protocol.LogTerms;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is committed has to be on so many disks that can be trusted that nobody is elected without it. */
class LostDiskTest {

    private static final NodeId N4 = NodeId.of("n4");
    private static final NodeId N5 = NodeId.of("n5");
    private static final Membership VOTERS = new Membership(new TreeSet<>(List.of(N1, N2, N3, N4, N5)));
    private static final LogTerms ONE_ENTRY = new LogTerms(List.of(new TermRun(1, 1)), 1);

    private final SafetyChecks checks = new SafetyChecks(VOTERS.voters());

    /** Of five, three hold the one entry that is committed. */
    LostDiskTest() {
        EntryBatch entry = entries(1, 1);
        for (NodeId node : VOTERS.voters()) {
            checks.onRecovered(node, new Recovered(Incarnation.of(1), state(0, null), List.of(), 0, 0, VOTERS));
            checks.onDurable(node, write(state(1, N1), 0, EntryBatch.empty()));
        }
        checks.onStep(N1, List.of(new Persist(1, null, 0, entry, List.of())), view(0));
        for (NodeId node : List.of(N1, N2, N3)) {
            checks.onDurable(node, write(null, 0, entry));
        }
        checks.onStep(N1, List.of(), view(1));
    }

    private static RaftView view(long index) {
        return new RaftView(
                N1,
                Role.LEADER,
                5,
                1,
                N1,
                VOTERS,
                ONE_ENTRY,
                index,
                index,
                Collections.emptySortedMap(),
                0,
                false,
                EntryId.NONE);
    }

    private static void assertLost(ThrowingCallable step) {
        assertThatExceptionOfType(Violation.class)
                .isThrownBy(step)
                .withMessageStartingWith("Committed entries are never lost");
    }

    private void truncate(NodeId node) {
        checks.onDurable(node, write(null, 1, EntryBatch.empty()));
    }

    @Test
    void lostDisksOfAMinorityAreSurvived() {
        assertThatCode(() -> {
                    checks.onLost(N1);
                    checks.onLost(N2);
                })
                .doesNotThrowAnyException();

        assertThat(checks.isLost(N1)).isTrue();
        assertThat(checks.isLost(N3)).isFalse();
        assertThat(checks.committed().lastIndex()).isEqualTo(1);
    }

    /** Two never had it: a third that drops it makes a majority that can elect somebody without it. */
    @Test
    void majorityOfTrustedDisksThatLacksACommittedEntryIsSeen() {
        assertLost(() -> truncate(N3));
    }

    @Test
    void diskThatWasLostHelpsNobodyToAnOffice() {
        checks.onLost(N4);

        assertThatCode(() -> truncate(N3)).doesNotThrowAnyException();
        assertLost(() -> truncate(N2));
    }

    @Test
    void diskThatForgetsItAtAStartIsSeenAsSuchFirst() {
        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() ->
                        checks.onRecovered(N3, new Recovered(Incarnation.of(1), state(1, N1), List.of(), 0, 0, VOTERS)))
                .withMessageStartingWith("A disk gives back");
    }

    @Test
    void writeThatACutLeftUndoneMayBeMissing() {
        checks.onWriting(N4, List.of(write(null, 0, entries(1, 1))));

        checks.onRecovered(N4, new Recovered(Incarnation.of(1), state(1, N1), List.of(), 0, 0, VOTERS));

        assertThat(checks.disk(N4).log().lastIndex()).isZero();
    }

    @Test
    void writeThatACutLeftDoneCountsAsDurable() {
        checks.onWriting(N4, List.of(write(null, 0, entries(1, 1))));

        checks.onRecovered(
                N4, new Recovered(Incarnation.of(1), state(1, N1), List.of(new TermRun(1, 1)), 1, 0, VOTERS));

        assertThat(checks.disk(N4).log().lastIndex()).isEqualTo(1);
        assertThatCode(() -> truncate(N3)).as("three have it still").doesNotThrowAnyException();
    }
}

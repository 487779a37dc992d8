package io.github.reactiveraft.test.sim.check;

import static io.github.reactiveraft.test.sim.check.Logs.N1;
import static io.github.reactiveraft.test.sim.check.Logs.N2;
import static io.github.reactiveraft.test.sim.check.Logs.N3;
import static io.github.reactiveraft.test.sim.check.Logs.disk;
import static io.github.reactiveraft.test.sim.check.Logs.entries;
import static io.github.reactiveraft.test.sim.check.Logs.state;
import static io.github.reactiveraft.test.sim.check.Logs.write;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ElectionChecksTest {

    private final ElectionSafety electionSafety = new ElectionSafety();
    private final OneVotePerTerm oneVotePerTerm = new OneVotePerTerm();
    private final TermMonotone termMonotone = new TermMonotone();

    @Test
    void secondLeaderOfATermIsSeenHoweverLate() {
        electionSafety.onLeader(N1, 3);
        electionSafety.onLeader(N2, 4);
        electionSafety.onLeader(N1, 3);

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> electionSafety.onLeader(N3, 3))
                .withMessageContainingAll("Election safety", "n1", "n3", "term 3");
    }

    @Test
    void secondVoteInATermIsSeenAcrossACrash() {
        DiskImage forgetful = disk(2, N2);
        oneVotePerTerm.onVote(N1, 2, N2, forgetful);
        oneVotePerTerm.onVote(N1, 2, N2, forgetful);
        forgetful.onWrite(write(state(2, N3), 0, entries(1)));

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> oneVotePerTerm.onVote(N1, 2, N3, forgetful))
                .withMessageContainingAll("One vote per term", "n2", "n3");
    }

    @Test
    void voteThatTheDiskDoesNotHoldIsSeen() {
        DiskImage disk = disk(2, null);

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> oneVotePerTerm.onVote(N1, 2, N2, disk))
                .withMessageContaining("durable before it leaves");
    }

    @Test
    void voteStaysDurableWhenTheDiskHasMovedOn() {
        DiskImage disk = disk(2, N2);
        disk.onWrite(write(state(3, null), 0, entries(1)));

        assertThatCode(() -> oneVotePerTerm.onVote(N1, 2, N2, disk)).doesNotThrowAnyException();
    }

    @Test
    void termThatTheDiskCouldForgetIsSeen() {
        DiskImage disk = disk(4, null);
        termMonotone.onTerm(N1, 4, disk);
        termMonotone.onTerm(N1, 2, disk);

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> termMonotone.onTerm(N1, 5, disk))
                .withMessageContainingAll("durable before it shows", "5", "4");
    }

    @Test
    void fallingTermIsSeen() {
        termMonotone.onView(N1, 3);
        termMonotone.onView(N2, 1);
        termMonotone.onView(N1, 3);

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> termMonotone.onView(N1, 2))
                .withMessageContaining("from 3 back to 2");
    }
}

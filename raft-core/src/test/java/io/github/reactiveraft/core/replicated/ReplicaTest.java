package io.github.reactiveraft.core.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.core.replicated.Applied.Kind;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Thesis §6.3. */
class ReplicaTest {

    private final Replicas log = new Replicas();
    private final long session = log.open();

    @Test
    @DisplayName("§6.3 a command that arrives again is answered, not executed")
    void commandIsExecutedOnceHoweverOftenItIsInTheLog() {
        Applied<Long> first = log.command(session, 1, 0, 5);
        Applied<Long> again = log.command(session, 1, 0, 5);

        assertThat(first).isEqualTo(Applied.executed(5L, List.of(new Change<>(2, 5L))));
        assertThat(again).isEqualTo(Applied.repeated(5L));
        assertThat(log.command(session, 2, 1, 1).result()).isEqualTo(6);
        assertThat(log.command(session, 1, 0, 5).result())
                .as("as it was answered then")
                .isEqualTo(5);
    }

    @Test
    void commandsWithoutASessionAreExecutedEachTime() {
        log.command(5);

        assertThat(log.command(5).result()).isEqualTo(10);
        assertThat(log.noop()).isEqualTo(Applied.nothing());
    }

    @Test
    void commandsOfASessionMayComeInAnyOrder() {
        for (long sequence : new long[] {3, 1, 40, 2, 39}) {
            assertThat(log.command(session, sequence, (int) sequence - 1, sequence)
                            .kind())
                    .isEqualTo(Kind.EXECUTED);
        }

        assertThat(log.command(session, 2, 1, 2)).isEqualTo(Applied.repeated(46L));
        assertThat(log.command(session, 3, 2, 3)).isEqualTo(Applied.repeated(3L));
        assertThat(log.command(session, 40, 39, 40)).isEqualTo(Applied.repeated(44L));
    }

    @Test
    void commandWhoseOutcomeTheClientKnowsIsNotExecutedAgain() {
        log.command(session, 1, 0, 5);
        log.command(session, 2, 0, 5);

        assertThat(log.command(session, 1, 0, 5)).isEqualTo(Applied.forgotten());
        assertThat(log.command(session, 2, 1, 5))
                .as("which it may not know yet")
                .isEqualTo(Applied.repeated(10L));
        assertThat(log.command(0).result()).isEqualTo(10);
    }

    @Test
    void commandThatNobodyWaitsForAnyMoreIsNotExecutedLate() {
        log.command(session, 2, 0, 5);

        assertThat(log.command(session, 1, 0, 7)).isEqualTo(Applied.forgotten());
        assertThat(log.command(0).result()).isEqualTo(5);
    }

    @Test
    void sessionsAreToldApart() {
        long other = log.open();
        log.command(session, 1, 0, 5);

        assertThat(log.command(other, 1, 0, 5)).isEqualTo(Applied.executed(10L, List.of(new Change<>(4, 10L))));
        assertThat(log.command(other + 1, 1, 0, 5)).isEqualTo(Applied.expired());
    }

    @Test
    void repliesAreKeptForAsManyAsMayBeUnderWay() {
        for (long sequence = 1; sequence <= Ticket.MAX_LAG + 1; sequence++) {
            log.command(session, sequence, (int) sequence - 1, 1);
        }

        assertThat(log.command(session, 1, 0, 1)).isEqualTo(Applied.repeated(1L));
        assertThat(log.command(session, Ticket.MAX_LAG, Ticket.MAX_LAG - 1, 1))
                .isEqualTo(Applied.repeated((long) Ticket.MAX_LAG));
        assertThat(log.command(session, Ticket.MAX_LAG + 2, 0, 1).kind()).isEqualTo(Kind.EXECUTED);
        assertThat(log.command(session, 1, 0, 1)).isEqualTo(Applied.forgotten());
    }

    @Test
    @DisplayName("§6.3 sessions end by the log's time, on all replicas at the same entry")
    void sessionOfWhichNothingIsHeardEndsAndIsNeverExecutedAgain() {
        long other = log.open();
        log.command(session, 1, 0, 5);
        log.now += Replicas.TIMEOUT.toMillis() - 1;
        log.command(other, 1, 0, 5);
        log.now += 1;

        assertThat(log.command(session, 1, 0, 5)).isEqualTo(Applied.expired());
        assertThat(log.command(session, 2, 0, 5)).isEqualTo(Applied.expired());
        assertThat(log.command(other, 1, 0, 5)).isEqualTo(Applied.repeated(10L));
        log.now += Replicas.TIMEOUT.toMillis();
        assertThat(log.command(other, 2, 0, 5)).isEqualTo(Applied.expired());
    }

    @Test
    void tooManySessionsEndTheOneThatWasQuietForLongest() {
        long quiet = log.open();
        for (int opened = 2; opened < SessionTable.MAX_COUNT; opened++) {
            log.open();
        }
        log.command(session, 1, 0, 5);

        log.open();

        assertThat(log.command(quiet, 1, 0, 5)).isEqualTo(Applied.expired());
        assertThat(log.command(session, 1, 0, 5)).isEqualTo(Applied.repeated(5L));
    }

    @Test
    void numbersThatNoClientSendsAreNoReasonToStop() {
        for (long packed : new long[] {0, 5, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(log.apply(Odd.command(session, packed)).kind()).isIn(Kind.FORGOTTEN, Kind.EXECUTED);
            assertThat(log.apply(Odd.command(-session, packed))).isEqualTo(Applied.expired());
        }
    }
}

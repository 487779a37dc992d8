package io.github.reactiveraft.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.NotLeader;
import io.github.reactiveraft.api.RaftException.OutcomeUnknown;
import io.github.reactiveraft.api.RaftException.Overloaded;
import io.github.reactiveraft.api.RaftException.Rejected;
import io.github.reactiveraft.api.RaftException.ResultLost;
import io.github.reactiveraft.api.RaftException.SessionExpired;
import io.github.reactiveraft.api.RaftException.Unavailable;
import io.github.reactiveraft.api.model.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Thesis §6.3, the client's half. */
class CommandSessionTest {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final List<Sinks.One<Long>> openings = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Object> heard = new ArrayList<>();
    private CommandSession session = session(PATIENCE);
    private int openedCount;
    private long nextNumber;

    private record Sent(Ticket ticket, Sinks.One<String> answer) {}

    @AfterEach
    void stop() {
        clock.dispose();
    }

    @Test
    void sessionIsOpenedWithTheFirstCommandAndOnlyThen() {
        assertThat(openings).isEmpty();

        submit();
        submit();
        openings.get(0).tryEmitValue(7L);
        submit();

        assertThat(openings).hasSize(1);
        assertThat(sent)
                .extracting(Sent::ticket)
                .containsExactly(new Ticket(7, 1, 0), new Ticket(7, 2, 1), new Ticket(7, 3, 2));
    }

    @Test
    void ticketTellsWhichAnswersAreThere() {
        open(7);
        submit();
        submit();
        submit();

        answer(1, "b");
        submit();
        answer(0, "a");
        submit();

        assertThat(sent.get(3).ticket()).as("the first is under way").isEqualTo(new Ticket(7, 4, 3));
        assertThat(sent.get(4).ticket()).as("the third is the oldest now").isEqualTo(new Ticket(7, 5, 2));
        assertThat(heard).containsExactly("b", "a");
    }

    @Test
    void outcomeThatWasNotSeenIsAskedForWithTheSameTicket() {
        open(7);
        submit();

        fail(0, new OutcomeUnknown("the leader is gone", null));
        assertThat(sent).hasSize(1);
        clock.advanceTimeBy(PAUSE);
        fail(1, new NotLeader(NodeId.of("n1"), null));
        clock.advanceTimeBy(PAUSE);
        fail(2, new Unavailable("nobody leads"));
        clock.advanceTimeBy(PAUSE);
        assertThat(sent).as("it asks seldomer from time to time").hasSize(3);
        clock.advanceTimeBy(PAUSE);
        fail(3, new Overloaded("later"));
        clock.advanceTimeBy(PAUSE.multipliedBy(4));
        answer(4, "done");

        assertThat(heard).containsExactly("done");
        assertThat(sent).extracting(Sent::ticket).hasSize(5).containsOnly(new Ticket(7, 1, 0));
    }

    @Test
    void whatWasDefinitelyNotDoneIsTheCallersToSendAgain() {
        open(7);
        submit();

        fail(0, new Unavailable("nobody leads"));
        clock.advanceTimeBy(PATIENCE);

        assertThat(heard).singleElement().isInstanceOf(Unavailable.class);
        assertThat(sent).hasSize(1);
    }

    @Test
    void outcomeThatCannotBeFoundOutIsUnknownWhenPatienceEnds() {
        open(7);
        submit();
        fail(0, new OutcomeUnknown("the leader is gone", null));
        clock.advanceTimeBy(PAUSE);
        clock.advanceTimeBy(PATIENCE.minus(PAUSE).minusMillis(1));
        List<Object> early = List.copyOf(heard);

        clock.advanceTimeBy(Duration.ofMillis(1));

        assertThat(early).isEmpty();
        assertUnknown("the leader is gone", "no answer");
        submit();
        assertThat(sent.get(sent.size() - 1).ticket()).as("nobody waits for it").isEqualTo(new Ticket(7, 2, 0));
    }

    @Test
    void withoutPatienceNothingIsAskedAgain() {
        session = session(Duration.ZERO);
        open(7);
        submit();

        fail(0, new OutcomeUnknown("the leader is gone", null));

        assertUnknown("the leader is gone");
        assertThat(sent).hasSize(1);
    }

    @Test
    void commandThatCameTooLateForItsSessionIsSentInAnother() {
        open(7);
        submit();

        fail(0, new SessionExpired("ended"));
        open(9);
        answer(1, "done");

        assertThat(openings).hasSize(2);
        assertThat(sent).extracting(Sent::ticket).containsExactly(new Ticket(7, 1, 0), new Ticket(9, 1, 0));
        assertThat(heard).containsExactly("done");
    }

    @Test
    void commandThatMayHaveBeenExecutedInASessionThatEndedIsNotSentInAnother() {
        open(7);
        submit();
        fail(0, new OutcomeUnknown("the leader is gone", null));
        clock.advanceTimeBy(PAUSE);

        fail(1, new SessionExpired("ended"));

        assertUnknown("the leader is gone", "ended");
        assertThat(sent).hasSize(2);
        submit();
        assertThat(openings).as("the next command").hasSize(2);
    }

    @Test
    void refusalAfterAnUnknownOutcomeLeavesItUnknown() {
        open(7);
        submit();
        fail(0, new OutcomeUnknown("the leader is gone", null));
        clock.advanceTimeBy(PAUSE);

        fail(1, new Rejected("what is this", null));

        assertUnknown("the leader is gone", "what is this");
    }

    @Test
    void nothingWasDoneWhereNoSessionCouldBeOpened() {
        submit();
        openings.get(0).tryEmitError(new OutcomeUnknown("the leader is gone", null));
        submit();
        openings.get(1).tryEmitError(new NotLeader(NodeId.of("n1"), null));
        submit();
        openings.get(2).tryEmitValue(9L);

        assertThat(heard).hasSize(2).allSatisfy(failure -> assertThat(failure)
                .isInstanceOfSatisfying(RaftException.class, cause -> assertThat(cause.isDefinitelyNotDone())
                        .isTrue()));
        assertThat(sent).extracting(Sent::ticket).containsExactly(new Ticket(9, 1, 0));
    }

    @Test
    void closingAnswersWhoAsksAgainAndNobodyElse() {
        open(7);
        submit();
        submit();
        fail(0, new OutcomeUnknown("the leader is gone", null));

        session.close(new Closed(NodeId.of("n1")));

        assertUnknown("the leader is gone", "n1 is closed");
        answer(1, "done");
        assertThat(heard).hasSize(2).endsWith("done");
        submit();
        fail(2, new OutcomeUnknown("what now", null));
        assertThat(heard).hasSize(3);
    }

    @Test
    void whatIsDoneIsNotAskedForAgainThoughItHasNoResult() {
        open(7);
        submit();

        fail(0, new ResultLost("too large", null));
        clock.advanceTimeBy(PATIENCE);

        assertThat(heard).singleElement().isInstanceOf(ResultLost.class);
        assertThat(sent).hasSize(1);
    }

    @Test
    void whateverElseGoesWrongLeavesTheOutcomeUnknown() {
        open(7);
        submit();

        sent.get(0).answer().tryEmitError(new IllegalStateException("connection reset"));
        clock.advanceTimeBy(PAUSE);
        answer(1, "done");

        assertThat(heard).containsExactly("done");
    }

    @Test
    void whoLeavesIsNotWaitedFor() {
        open(7);
        Disposable waiting = submit();

        waiting.dispose();
        submit();

        assertThat(sent.get(1).ticket()).isEqualTo(new Ticket(7, 2, 0));
    }

    @Test
    void noMoreIsUnderWayThanTheReplicasKeep() {
        open(7);
        for (int count = 0; count <= Ticket.MAX_LAG; count++) {
            submit();
        }

        submit();
        answer(0, "a");
        submit();

        assertThat(heard).hasSize(2).endsWith("a");
        assertThat(heard.get(0)).isInstanceOf(Overloaded.class);
        assertThat(sent.get(sent.size() - 1).ticket()).isEqualTo(new Ticket(7, Ticket.MAX_LAG + 2, Ticket.MAX_LAG));
    }

    private CommandSession session(Duration patience) {
        Mono<Long> opening = Mono.defer(() -> {
            Sinks.One<Long> opened = Sinks.one();
            openings.add(opened);
            if (nextNumber > 0) {
                open(nextNumber);
                nextNumber = 0;
            }
            return opened.asMono();
        });
        return new CommandSession(opening, PAUSE, patience, clock);
    }

    private Disposable submit() {
        return session.<String>send(ticket -> {
                    Sent one = new Sent(ticket, Sinks.one());
                    sent.add(one);
                    return one.answer().asMono();
                })
                .subscribe(heard::add, heard::add);
    }

    /** Answers the opening that is asked for, or the next one. */
    private void open(long number) {
        if (openings.size() == openedCount) {
            nextNumber = number;
        } else {
            openings.get(openedCount++).tryEmitValue(number);
        }
    }

    private void answer(int which, String result) {
        sent.get(which).answer().tryEmitValue(result);
    }

    private void fail(int which, RaftException cause) {
        sent.get(which).answer().tryEmitError(cause);
    }

    private void assertUnknown(String... parts) {
        assertThat(heard).last().isInstanceOfSatisfying(OutcomeUnknown.class, unknown -> assertThat(
                        unknown.getMessage())
                .contains(parts));
    }
}

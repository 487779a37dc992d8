package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.ENTRY;
import static io.github.reactiveraft.core.runtime.Words.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.NotLeader;
import io.github.reactiveraft.api.RaftException.OutcomeUnknown;
import io.github.reactiveraft.api.RaftException.Overloaded;
import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.core.protocol.Event.QuorumLost;
import io.github.reactiveraft.core.replicated.Applied;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProposalsTest {

    private final LabLoop lab = new LabLoop();
    private final Bench bench = new Bench();
    private final List<Integer> batches = new ArrayList<>();
    private RaftLimits limits = RaftLimits.defaults();

    @Test
    void whatHasQueuedWhenTheLoopComesByIsOneBatch() {
        Proposals<Long> proposals = leading();

        List<Witness> witnesses = enqueue(proposals, 1, 5);
        lab.lane.runAll();

        assertThat(lab.logged()).containsExactly("noop", "1", "2", "3", "4", "5");
        assertThat(witnesses).allMatch(Witness::isTaken).allMatch(witness -> witness.answers()
                .isEmpty());
    }

    @Test
    void batchesAreLimitedByCount() {
        limits = limits.withBatch(2, 256 * 1024);
        Proposals<Long> proposals = leading();

        enqueue(proposals, 1, 5);
        lab.lane.runAll();

        assertThat(batches).containsExactly(2, 2, 1);
    }

    @Test
    void batchesAreLimitedByBytes() {
        limits = limits.withBatch(1_000, 1024);
        Proposals<Long> proposals = leading();

        enqueue(proposals, 1, 50);
        lab.lane.runAll();

        int most = 1024 / ENTRY + 1;
        assertThat(batches).startsWith(most, most).allMatch(size -> size <= most);
    }

    @Test
    void everyWaiterGetsTheResultOfItsOwnCommandOnceAndInOrder() {
        Proposals<Long> proposals = leading();
        List<Witness> witnesses = enqueue(proposals, 1, 3);
        lab.lane.runAll();

        lab.commit(2);
        List<Object> early = answers(witnesses);
        lab.commitAll();

        assertThat(early).containsExactly(10L);
        assertThat(answers(witnesses)).containsExactly(10L, 20L, 30L);
        proposals.leadershipLost();
        proposals.close(new Closed(Words.N1));
        assertThat(answers(witnesses)).hasSize(3);
    }

    @Test
    void entriesOfNobodyAnswerNobody() {
        Proposals<Long> proposals = leading();
        List<Witness> witnesses = enqueue(proposals, 1, 1);

        proposals.applied(1, Applied.nothing());
        lab.lane.runAll();
        lab.commitAll();

        assertThat(answers(witnesses)).containsExactly(10L);
    }

    @Test
    void tooManyAreOverloadAtOnce() {
        limits = limits.withPending(3, 16 * 1024 * 1024);
        Proposals<Long> proposals = leading();

        List<Witness> witnesses = enqueue(proposals, 1, 4);

        assertThat(answers(witnesses)).containsExactly(Overloaded.class);
        assertThat(witnesses.get(3).answers()).hasSize(1);
        assertThat(witnesses.get(3).isTaken()).isFalse();
    }

    @Test
    void tooManyBytesAreOverloadAtOnce() {
        limits = limits.withEntryBytes(8).withPending(1_000, 3 * ENTRY);
        Proposals<Long> proposals = leading();

        List<Witness> witnesses = enqueue(proposals, 1, 4);

        assertThat(witnesses.get(2).answers()).isEmpty();
        assertThat(witnesses.get(3).answers()).containsExactly(Overloaded.class);
    }

    @Test
    void withdrawnOnesAreNotProposed() {
        Proposals<Long> proposals = leading();

        Witness withdrawn = new Witness().withdrawn();
        proposals.enqueue(command(1), withdrawn);
        List<Witness> witnesses = enqueue(proposals, 2, 2);
        lab.commitAll();

        assertThat(lab.logged()).containsExactly("noop", "2");
        assertThat(withdrawn.answers()).isEmpty();
        assertThat(answers(witnesses)).containsExactly(20L);
    }

    @Test
    void nodeThatDoesNotLeadSaysWhoDoes() {
        List<RaftException> refused = new ArrayList<>();
        Proposals<Long> proposals = proposals();
        lab.follow();

        proposals.enqueue(command(1), new Waiter<>() {
            @Override
            public boolean taken() {
                return true;
            }

            @Override
            public void applied(long index, Applied<Long> applied) {
                throw new AssertionError("Not proposed, but applied");
            }

            @Override
            public void failed(RaftException cause) {
                refused.add(cause);
            }
        });
        lab.lane.runAll();

        assertThat(refused).singleElement().isInstanceOfSatisfying(NotLeader.class, cause -> assertThat(cause.leader())
                .contains(Words.N2));
    }

    @Test
    void endOfTheLeadershipLeavesTheOutcomeOfPlacedOnesUnknown() {
        Proposals<Long> proposals = leading();
        List<Witness> witnesses = enqueue(proposals, 1, 2);
        lab.lane.runAll();

        lab.follow();
        proposals.applied(2, Applied.executed(77L, List.of()));
        proposals.applied(3, Applied.executed(78L, List.of()));

        assertThat(answers(witnesses)).containsExactly(OutcomeUnknown.class, OutcomeUnknown.class);
    }

    @Test
    void whatWasOnlyQueuedWhenTheLeadershipEndedWasDefinitelyNotDone() {
        Proposals<Long> proposals = leading();

        lab.loop.emit(lab.heard());
        List<Witness> witnesses = enqueue(proposals, 1, 2);
        lab.lane.runAll();

        assertThat(answers(witnesses)).containsExactly(NotLeader.class, NotLeader.class);
    }

    @Test
    void closeAnswersEverybodyNowAndFromNowOn() {
        Proposals<Long> proposals = leading();
        List<Witness> placed = enqueue(proposals, 1, 2);
        lab.lane.runAll();
        List<Witness> queued = enqueue(proposals, 3, 4);

        proposals.close(new Closed(Words.N1));
        List<Witness> late = enqueue(proposals, 5, 5);
        lab.lane.runAll();

        assertThat(answers(placed)).containsExactly(OutcomeUnknown.class, OutcomeUnknown.class);
        assertThat(answers(queued)).containsExactly(Closed.class, Closed.class);
        assertThat(answers(late)).containsExactly(Closed.class);
        assertThat(lab.logged()).containsExactly("noop", "1", "2");
    }

    @ParameterizedTest
    @EnumSource
    void admissionIsGivenBackOnEveryPath(Path path) {
        limits = limits.withPending(3, 16 * 1024 * 1024);
        Proposals<Long> proposals = path == Path.REFUSED || path == Path.CLOSED ? proposals() : leading();
        if (path == Path.CLOSED) {
            proposals.close(new Closed(Words.N1));
        }
        for (int round = 0; round < 5; round++) {
            List<Witness> admitted = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Witness witness = path == Path.WITHDRAWN ? new Witness().withdrawn() : new Witness();
                proposals.enqueue(command(i), witness);
                admitted.add(witness);
            }
            Witness tooMany = new Witness();
            proposals.enqueue(command(9), tooMany);

            assertThat(tooMany.answers()).as("round %s", round).containsExactly(Overloaded.class);
            assertThat(answers(admitted)).doesNotContain(Overloaded.class);
            lab.lane.runAll();
            switch (path) {
                case APPLIED -> lab.commitAll();
                case DEPOSED -> {
                    lab.happens(new QuorumLost(lab.view().epoch()));
                    lab.write();
                    lab.lead();
                }
                default -> {}
            }
            assertThat(answers(admitted)).hasSize(path == Path.WITHDRAWN ? 0 : 3);
        }
    }

    /** How a proposal may end. */
    enum Path {
        APPLIED,
        DEPOSED,
        REFUSED,
        WITHDRAWN,
        CLOSED
    }

    private Proposals<Long> leading() {
        Proposals<Long> proposals = proposals();
        lab.lead();
        lab.onAccepted(accepted -> batches.add(accepted.proposals().size()));
        return proposals;
    }

    private Proposals<Long> proposals() {
        Proposals<Long> proposals = new Proposals<>(lab.loop, Words.N1, limits, bench.time);
        lab.connect(proposals);
        return proposals;
    }

    private static List<Witness> enqueue(Proposals<Long> proposals, long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(value -> {
                    Witness witness = new Witness();
                    Proposal proposal = command(value);
                    proposals.enqueue(proposal, witness);
                    return witness;
                })
                .toList();
    }

    private static List<Object> answers(List<Witness> witnesses) {
        return witnesses.stream().flatMap(witness -> witness.answers().stream()).toList();
    }
}

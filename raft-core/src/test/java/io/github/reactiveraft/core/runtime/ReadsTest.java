package io.github.reactiveraft.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.NotLeader;
import io.github.reactiveraft.api.RaftException.Overloaded;
import io.github.reactiveraft.api.RaftException.Rejected;
import io.github.reactiveraft.api.RaftException.Unavailable;
import io.github.reactiveraft.api.RaftLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("§8: a read is answered only from a state that holds all that was acknowledged before it")
class ReadsTest {

    private final LabLoop lab = new LabLoop();
    private final List<Object> heard = new ArrayList<>();
    private final List<Long> asked = new ArrayList<>();
    private RaftLimits limits = RaftLimits.defaults();

    private final Adder machine = new Adder() {
        @Override
        public Long query(Long query) {
            asked.add(query);
            if (query == 404) {
                throw new StackOverflowError("deep");
            }
            return super.query(query);
        }
    };

    @Test
    void readsThatWaitWhenABarrierGetsItsPlaceShareIt() {
        Reads<Long, Long> reads = leading();

        for (long i = 1; i <= 10; i++) {
            ask(reads, i);
        }
        lab.commitAll();

        assertThat(lab.logged()).containsExactly("noop", "noop");
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void nothingIsAskedBeforeTheBarrierIsApplied() {
        Reads<Long, Long> reads = leading();
        ask(reads, 1);

        lab.lane.runAll();
        lab.write();

        assertThat(asked).isEmpty();
        lab.commitAll();
        assertThat(asked).containsExactly(1L);
    }

    @Test
    void readThatComesAfterABarrierGotItsPlaceWaitsForTheNext() {
        Reads<Long, Long> reads = leading();
        ask(reads, 1);
        lab.lane.runAll();

        ask(reads, 2);
        lab.lane.runAll();
        lab.commit(2);
        List<Object> early = List.copyOf(heard);
        lab.commitAll();

        assertThat(early).containsExactly(1L);
        assertThat(heard).containsExactly(1L, 2L);
        assertThat(lab.logged()).hasSize(3);
    }

    @Test
    void nodeThatDoesNotLeadSaysSo() {
        Reads<Long, Long> reads = reads();
        lab.follow();

        ask(reads, 1);
        lab.lane.runAll();

        assertThat(heard).containsExactly(NotLeader.class);
    }

    @Test
    void lostLeadershipIsADefiniteAnswerForAReadHasNoOutcomeToBeUnsureOf() {
        Reads<Long, Long> reads = leading();
        ask(reads, 1);
        lab.lane.runAll();

        lab.follow();

        assertThat(heard).containsExactly(Unavailable.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void queryThatThrowsFailsItsOwnReadOnly() {
        Reads<Long, Long> reads = leading();
        ask(reads, 1);
        ask(reads, Adder.POISON);
        ask(reads, 404);
        ask(reads, 2);

        lab.commitAll();

        assertThat(heard).containsExactly(1L, Rejected.class, Rejected.class, 2L);
        assertThat(lab.failures).isEmpty();
    }

    @Test
    void readsThatWaitAreBoundedAlsoBehindABarrierWithAPlace() {
        Reads<Long, Long> reads = new Reads<>(Words.N1, machine, proposals(), 3);
        lab.lead();
        for (long i = 1; i <= 3; i++) {
            ask(reads, i);
            lab.lane.runAll();
        }

        ask(reads, 4);
        List<Object> full = List.copyOf(heard);
        lab.commitAll();
        ask(reads, 5);
        lab.commitAll();

        assertThat(full).containsExactly(Overloaded.class);
        assertThat(heard).containsExactly(Overloaded.class, 1L, 2L, 3L, 5L);
    }

    @Test
    void roomIsGivenBackAfterFailures() {
        limits = limits.withPending(2, 1024 * 1024);
        Reads<Long, Long> reads = reads();
        for (int round = 0; round < 5; round++) {
            ask(reads, 1);
            ask(reads, 2);
            lab.lane.runAll();
        }

        assertThat(heard).hasSize(10).containsOnly(NotLeader.class);
    }

    @Test
    void fullProposalQueueFailsTheReadsThatWaitForABarrier() {
        limits = limits.withPending(1, 1024 * 1024);
        Proposals<Long> proposals = proposals();
        Reads<Long, Long> reads = new Reads<>(Words.N1, machine, proposals, 10);
        lab.lead();
        proposals.enqueue(Words.command(1), new Witness());

        ask(reads, 1);
        ask(reads, 2);

        assertThat(heard).containsExactly(Overloaded.class, Overloaded.class);
    }

    @Test
    void closeAnswersReadsThatWait() {
        Proposals<Long> proposals = proposals();
        Reads<Long, Long> reads = new Reads<>(Words.N1, machine, proposals, 10);
        lab.lead();
        ask(reads, 1);
        lab.lane.runAll();
        ask(reads, 2);

        proposals.close(new Closed(Words.N1));
        ask(reads, 3);
        lab.lane.runAll();

        assertThat(heard).containsExactly(Unavailable.class, Closed.class, Closed.class);
    }

    @Test
    void readsOfManyThreadsUnderOverloadAreAllAnsweredOnce() throws InterruptedException {
        int threads = 4;
        int each = 2_000;
        limits = limits.withPending(1, 1024 * 1024);
        Proposals<Long> proposals = proposals();
        lab.lead();
        proposals.enqueue(Words.command(1), new Witness());
        Reads<Long, Long> reads = new Reads<>(Words.N1, machine, proposals, 1_000_000);
        AtomicInteger answers = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            Thread reader = new Thread(() -> {
                for (long i = 0; i < each; i++) {
                    reads.read(i).subscribe(answer -> {}, refused -> answers.incrementAndGet());
                }
                done.countDown();
            });
            reader.setDaemon(true);
            reader.start();
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        lab.lane.runAll();
        assertThat(answers).hasValue(threads * each);
    }

    private Reads<Long, Long> leading() {
        Reads<Long, Long> reads = reads();
        lab.lead();
        return reads;
    }

    private Reads<Long, Long> reads() {
        return new Reads<>(Words.N1, machine, proposals(), limits.pendingCount());
    }

    private Proposals<Long> proposals() {
        Proposals<Long> proposals = new Proposals<>(lab.loop, Words.N1, limits, new Bench().time);
        lab.connect(proposals);
        return proposals;
    }

    private void ask(Reads<Long, Long> reads, long query) {
        reads.read(query).subscribe(heard::add, failure -> heard.add(failure.getClass()));
    }
}

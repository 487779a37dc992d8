package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.NotLeader;
import io.github.reactiveraft.api.RaftException.Overloaded;
import io.github.reactiveraft.api.RaftException.Rejected;
import io.github.reactiveraft.api.RaftException.Unavailable;
import io.github.reactiveraft.api.ReadToken;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

@DisplayName("thesis §6.4: a read is answered only from a state that holds all that was acknowledged before it")
class ReadsTest extends ReadsFixture {
    @Test
    void readsThatComeWhileARoundIsUnderWayShareTheNext() {
        leading();

        ask(1);
        lab.lane.runAll();
        ask(2);
        ask(3);
        lab.lane.runAll();
        assertThat(lab.rounds).hasSize(1);
        lab.hear(1);
        assertThat(heard).containsExactly(1L);
        assertThat(lab.rounds).hasSize(2);
        lab.hear(2);

        assertThat(heard).containsExactly(1L, 2L, 3L);
        assertThat(lab.logged()).as("nothing is written").containsExactly("noop");
    }

    @Test
    void answerToARequestFromBeforeTheRoundConfirmsNothing() {
        leading();
        ask(1);
        lab.lane.runAll();
        lab.hear(0);
        assertThat(heard).isEmpty();

        lab.hear(1);
        ask(2);
        lab.lane.runAll();
        lab.hear(1);

        assertThat(heard).containsExactly(1L);
    }

    @Test
    void newLeaderWaitsForTheFirstEntryOfItsTerm() {
        lab.lead();
        ask(1);
        lab.lane.runAll();

        lab.hear(1);
        List<Object> early = List.copyOf(heard);
        lab.commitAll();

        assertThat(early).isEmpty();
        assertThat(heard).containsExactly(1L);
    }

    @Test
    void nothingIsAskedBeforeTheRoundIsConfirmed() {
        leading();
        ask(1);

        lab.lane.runAll();

        assertThat(asked).isEmpty();
        lab.hear(1);
        assertThat(asked).containsExactly(1L);
    }

    @Test
    void nodeThatDoesNotLeadSaysSo() {
        lab.follow();

        ask(1);
        lab.lane.runAll();

        assertThat(heard).containsExactly(NotLeader.class);
    }

    @Test
    void lostLeadershipIsADefiniteAnswerForAReadHasNoOutcomeToBeUnsureOf() {
        leading();
        ask(1);
        lab.lane.runAll();

        lab.follow();

        assertThat(heard).containsExactly(Unavailable.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void queryThatThrowsFailsItsOwnReadOnly() {
        leading();
        ask(1);
        ask(Adder.POISON);
        ask(404);
        ask(2);

        lab.lane.runAll();
        lab.hear(1);

        assertThat(heard).containsExactly(1L, Rejected.class, Rejected.class, 2L);
        assertThat(lab.failures).isEmpty();
    }

    @Test
    void readsThatWaitAreBoundedWhateverTheyWaitFor() {
        reads = reads(3);
        lab.lead();
        for (long i = 1; i <= 3; i++) {
            ask(i);
            lab.lane.runAll();
        }

        ask(4);
        local(ReadToken.start(), 4);
        List<Object> full = List.copyOf(heard);
        lab.hear(1);
        lab.commitAll();
        lab.hear(2);
        ask(5);
        lab.lane.runAll();
        lab.hear(3);

        assertThat(full).containsExactly(Overloaded.class, Overloaded.class);
        assertThat(heard).containsExactly(Overloaded.class, Overloaded.class, 1L, 2L, 3L, 5L);
    }

    @Test
    void roomIsGivenBackAfterFailures() {
        reads = reads(2);
        for (int round = 0; round < 5; round++) {
            ask(1);
            ask(2);
            lab.lane.runAll();
        }

        assertThat(heard).hasSize(10).containsOnly(NotLeader.class);
    }

    @Test
    void closeAnswersReadsWhateverTheyWaitFor() {
        leading();
        ask(1);
        lab.lane.runAll();
        ask(2);
        local(ReadToken.at(99), 3);
        lab.lane.runAll();

        reads.close(new Closed(N1));
        ask(4);
        local(ReadToken.start(), 5);
        lab.lane.runAll();

        assertThat(heard).hasSize(5).containsOnly(Closed.class);
    }

    @Test
    void otherMemberIsNotSentOn() {
        lab.follow();
        leader = N2;
        Mono.<Long>create(sink -> reads.ask(new IndexRead(sink)))
                .subscribe(heard::add, failure -> heard.add(failure.getClass()));

        lab.lane.runAll();

        assertThat(heard).containsExactly(NotLeader.class);
    }

    @Test
    void readsOfManyThreadsAreAllAnsweredOnce() throws InterruptedException {
        int threads = 4;
        int each = 2_000;
        reads = reads(1_000_000);
        AtomicInteger answers = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            Thread reader = new Thread(() -> {
                for (long i = 0; i < each; i++) {
                    long query = i;
                    Mono.<Long>create(sink -> reads.ask(new QueryRead<>(machine, query, null, null, sink)))
                            .subscribe(answer -> {}, refused -> answers.incrementAndGet());
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
}

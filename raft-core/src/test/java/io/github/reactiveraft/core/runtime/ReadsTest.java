package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.NotLeader;
import io.github.reactiveraft.api.RaftException.Overloaded;
import io.github.reactiveraft.api.RaftException.Rejected;
import io.github.reactiveraft.api.RaftException.Unavailable;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.StorageHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

@DisplayName("thesis §6.4: a read is answered only from a state that holds all that was acknowledged before it")
class ReadsTest {

    private final LabLoop lab = new LabLoop();
    private final Bench bench = new Bench();
    private final List<Object> heard = new ArrayList<>();
    private final List<Long> asked = new ArrayList<>();
    private @Nullable NodeId leader;
    private Reads reads = reads(10);

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

    /** T37: what was acknowledged in earlier terms is known to be committed only with the first entry of its own. */
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
    void localReadIsAnsweredAtOnceAndTheTokenHearsOfTheState() {
        leading();
        lab.follow();
        ReadToken token = ReadToken.start();

        local(token, 7);
        lab.lane.runAll();

        assertThat(heard).containsExactly(7L);
        assertThat(token.index()).isEqualTo(1);
        assertThat(lab.rounds).isEmpty();
    }

    @Test
    void localReadNeverGoesBackBehindItsToken() {
        leading();
        local(ReadToken.at(2), 7);
        lab.lane.runAll();
        List<Object> early = List.copyOf(heard);

        reads.applied(2);

        assertThat(early).isEmpty();
        assertThat(heard).containsExactly(7L);
    }

    @Test
    void readThatWaitsForAStateThatNobodyBringsForwardIsUnavailable() {
        lab.follow();
        local(ReadToken.at(2), 7);
        lab.lane.runAll();
        reads.look(lab.view(), StorageHealth.OK);
        List<Object> early = List.copyOf(heard);

        reads.look(Words.view(Role.FOLLOWER, null, 1), StorageHealth.OK);

        assertThat(early).isEmpty();
        assertThat(heard).containsExactly(Unavailable.class);
    }

    @Test
    void readThatWaitsForAStateThatTheDiskHoldsUpIsUnavailable() {
        lab.follow();
        local(ReadToken.at(2), 7);
        lab.lane.runAll();

        reads.look(lab.view(), StorageHealth.STALLED);

        assertThat(heard).containsExactly(Unavailable.class);
    }

    @Test
    void readThatWaitsTooLongIsAnsweredByTheLeader() {
        lab.follow();
        leader = N2;
        reads.elsewhere().subscribe();
        List<NodeId> others = new ArrayList<>();
        Mono.<Long>create(sink -> reads.await(
                        5,
                        new QueryRead<>(
                                machine,
                                7L,
                                null,
                                (node, query) -> {
                                    others.add(node);
                                    return Mono.just(query * 100);
                                },
                                sink)))
                .subscribe(heard::add);
        lab.lane.runAll();

        bench.passMillis(999);
        reads.look(lab.view(), StorageHealth.OK);
        List<NodeId> early = List.copyOf(others);
        bench.passMillis(1);
        reads.look(lab.view(), StorageHealth.OK);

        assertThat(early).isEmpty();
        assertThat(others).containsExactly(N2);
        assertThat(heard).containsExactly(700L);
        assertThat(asked).isEmpty();
    }

    @Test
    void readThatTheLeaderAnswersIsFailedWhenTheNodeStops() {
        lab.follow();
        leader = N2;
        Disposable flow = reads.elsewhere().subscribe();
        Mono.<Long>create(
                        sink -> reads.await(5, new QueryRead<>(machine, 7L, null, (node, query) -> Mono.never(), sink)))
                .subscribe(heard::add, failure -> heard.add(failure.getClass()));
        lab.lane.runAll();
        bench.passMillis(1_000);
        reads.look(lab.view(), StorageHealth.OK);

        flow.dispose();

        assertThat(heard).containsExactly(Closed.class);
    }

    /** T40: between a snapshot's coming into force and its being restored the state is neither the old one nor the new. */
    @Test
    void nobodyLooksAtAStateThatIsBeingReplaced() {
        leading();
        reads.adopted(snapshot(9));
        local(ReadToken.start(), 7);
        ask(8);
        lab.lane.runAll();
        lab.hear(1);
        List<Object> early = List.copyOf(heard);

        reads.applied(9);

        assertThat(early).isEmpty();
        assertThat(heard).containsExactly(7L, 8L);
    }

    @Test
    void snapshotOfWhatWasAppliedDisturbsNobody() {
        leading();
        reads.applied(9);
        reads.adopted(snapshot(9));

        local(ReadToken.start(), 7);
        lab.lane.runAll();

        assertThat(heard).containsExactly(7L);
    }

    @Test
    void otherMemberGetsTheIndexAndWaitsForItsOwnState() {
        lab.lead();
        Mono.<Long>create(sink -> reads.ask(new IndexRead(sink))).subscribe(heard::add);
        lab.lane.runAll();

        lab.hear(1);

        assertThat(heard).containsExactly(1L);
        assertThat(asked).isEmpty();
    }

    /** It would be passed on twice. */
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

    /** With the first entry of its term committed and applied. */
    private void leading() {
        lab.lead();
        lab.commitAll();
    }

    private Reads reads(int maxCount) {
        bench.limits = bench.limits.withPending(maxCount, 1024 * 1024);
        Reads made = new Reads(lab.loop, bench.parts(), () -> leader);
        lab.connect(made);
        return made;
    }

    private void ask(long query) {
        Mono.<Long>create(sink -> reads.ask(new QueryRead<>(machine, query, null, null, sink)))
                .subscribe(heard::add, failure -> heard.add(failure.getClass()));
    }

    private void local(ReadToken token, long query) {
        Mono.<Long>create(sink -> reads.await(token.index(), new QueryRead<>(machine, query, token, null, sink)))
                .subscribe(heard::add, failure -> heard.add(failure.getClass()));
    }
}

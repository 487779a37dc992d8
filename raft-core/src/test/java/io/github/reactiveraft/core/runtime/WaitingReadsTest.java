package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.Unavailable;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.StorageHealth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Reads that wait for the state to get to an index, or need not. */
class WaitingReadsTest extends ReadsFixture {
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

    /** Of another cluster's log, say; or nobody waits for it any more. */
    @Test
    void localReadOfAStateThatDoesNotComeIsNotKeptForEver() {
        leading();
        local(ReadToken.at(Long.MAX_VALUE), 7);
        lab.lane.runAll();
        bench.pass(Words.MAX.minusMillis(1));
        reads.look(lab.view(), StorageHealth.OK);
        List<Object> early = List.copyOf(heard);

        bench.passMillis(1);
        reads.look(lab.view(), StorageHealth.OK);

        assertThat(early).isEmpty();
        assertThat(heard).containsExactly(Unavailable.class);
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
}

package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.N3;
import static io.github.reactiveraft.core.runtime.Words.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.Fatal;
import io.github.reactiveraft.api.RaftException.NotLeader;
import io.github.reactiveraft.api.RaftException.OutcomeUnknown;
import io.github.reactiveraft.api.RaftException.Overloaded;
import io.github.reactiveraft.api.RaftException.Rejected;
import io.github.reactiveraft.api.RaftException.Unavailable;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded.Outcome;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

class ForwardingTest {

    private static final Bytes COMMAND = Bytes.of(new byte[] {1, 2});
    private static final Bytes RESULT = Bytes.of(new byte[] {3});

    private final Bench bench = new Bench();
    private final StatusBoard board = new StatusBoard(view(Role.FOLLOWER, N2, 5));
    private final List<Object> heard = new ArrayList<>();

    @Test
    void asksTheLeaderAndAnswersWithItsResult() {
        Forwarding forwarding = forwarding();

        hear(forwarding.submit(N2, null, COMMAND));
        hear(forwarding.readIndex(N2));
        bench.n2.calls().get(0).answer(Forwarding.done(RESULT));
        bench.n2.calls().get(1).answer(Forwarding.done(5_000_000_000L));

        assertThat(bench.n2.calls())
                .extracting(ScriptedPeer.Call::request)
                .containsExactly(
                        new Forward(Forward.Kind.SUBMIT, COMMAND), new Forward(Forward.Kind.READ_INDEX, Bytes.empty()));
        assertThat(heard).containsExactly(RESULT, 5_000_000_000L);
    }

    static Stream<Arguments> failures() {
        NodeId leader = NodeId.of("leader");
        return Stream.of(
                Arguments.of(new NotLeader(N2, N3), Outcome.NOT_LEADER, NotLeader.class, NotLeader.class),
                Arguments.of(new NotLeader(N2, null), Outcome.NOT_LEADER, NotLeader.class, NotLeader.class),
                Arguments.of(new Unavailable("x"), Outcome.UNAVAILABLE, Unavailable.class, Unavailable.class),
                Arguments.of(new Overloaded("x"), Outcome.OVERLOADED, Overloaded.class, Overloaded.class),
                Arguments.of(new Rejected("x", null), Outcome.REJECTED, Rejected.class, Rejected.class),
                Arguments.of(new OutcomeUnknown("x", null), Outcome.UNKNOWN, OutcomeUnknown.class, Unavailable.class),
                Arguments.of(new Closed(leader), Outcome.CLOSED, Unavailable.class, Unavailable.class),
                Arguments.of(new Fatal("x", null), Outcome.CLOSED, Unavailable.class, Unavailable.class));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureTravelsWithoutBecomingMoreOrLessCertain(
            RaftException cause, Outcome outcome, Class<?> ofSubmit, Class<?> ofRead) {
        Forwarding forwarding = forwarding();
        Forwarded sent = Forwarding.failed(cause);

        hear(forwarding.submit(N2, null, COMMAND));
        hear(forwarding.readIndex(N2));
        bench.n2.calls().forEach(call -> call.answer(sent));

        assertThat(sent.outcome()).isEqualTo(outcome);
        assertThat(heard).extracting(Object::getClass).containsExactly(ofSubmit, ofRead);
        assertThat(((RaftException) heard.get(0)).isDefinitelyNotDone()).isEqualTo(cause.isDefinitelyNotDone());
        if (cause instanceof NotLeader hint) {
            assertThat(((NotLeader) heard.get(0)).leader()).isEqualTo(hint.leader());
        }
    }

    @Test
    void requestThatNeverLeftWasDefinitelyNotDone() {
        hear(forwarding().submit(N2, null, COMMAND));

        bench.n2.last().fail(false);

        assertThat(heard).singleElement().isInstanceOf(Unavailable.class);
    }

    @Test
    void lostAnswerLeavesTheOutcomeOfACommandUnknownButNotOfARead() {
        Forwarding forwarding = forwarding();

        hear(forwarding.submit(N2, null, COMMAND));
        hear(forwarding.readIndex(N2));
        bench.n2.calls().forEach(call -> call.fail(true));

        assertThat(heard).extracting(Object::getClass).containsExactly(OutcomeUnknown.class, Unavailable.class);
    }

    @Test
    void transportThatBreaksItsContractLeavesTheOutcomeUnknown() {
        Forwarding forwarding = forwarding();

        hear(forwarding.submit(N2, null, COMMAND));
        hear(forwarding.readIndex(N2));
        bench.n2.calls().forEach(call -> call.fail(new IllegalStateException("not what the contract says")));

        assertThat(heard).extracting(Object::getClass).containsExactly(OutcomeUnknown.class, Unavailable.class);
    }

    @ParameterizedTest
    @MethodSource("noAnswers")
    void whoDoesNotServeDidNotDoIt(RaftResponse response) {
        hear(forwarding().submit(N2, null, COMMAND));

        bench.n2.last().answer(response);

        assertThat(heard).singleElement().isInstanceOf(Unavailable.class);
    }

    static Stream<RaftResponse> noAnswers() {
        return Stream.of(new Refused(Refused.Reason.NOT_RUNNING, "stopping"), new Appended(1, 1));
    }

    @ParameterizedTest
    @MethodSource("newLeaders")
    void waitsOnlyAsLongAsTheLeaderIsBelievedIn(@Nullable NodeId next) {
        Forwarding forwarding = forwarding();
        hear(forwarding.submit(N2, null, COMMAND));
        hear(forwarding.readIndex(N2));

        board.publish(view(Role.FOLLOWER, N2, 9), 4, StorageHealth.OK);
        List<Object> still = List.copyOf(heard);
        board.publish(view(Role.FOLLOWER, next, 9), 4, StorageHealth.OK);

        assertThat(still).isEmpty();
        assertThat(heard).extracting(Object::getClass).containsExactly(OutcomeUnknown.class, Unavailable.class);
        assertThat(bench.n2.calls()).allMatch(ScriptedPeer.Call::isCancelled);
    }

    static Stream<Arguments> newLeaders() {
        return Stream.of(Arguments.of(N3), Arguments.of((NodeId) null));
    }

    /** Another thread may ask between the publication of the status and that of the leader. */
    @Test
    void doesNotGiveUpForTheTimeBeforeTheLeaderWasKnown() {
        Forwarding forwarding = forwarding();
        board.publish(view(Role.PRE_CANDIDATE, null, 5), 4, StorageHealth.OK);
        board.roles()
                .skip(1)
                .subscribe(
                        change -> hear(forwarding.submit(board.status().leader().orElseThrow(), null, COMMAND)));

        board.publish(view(Role.FOLLOWER, N2, 5), 4, StorageHealth.OK);
        bench.n2.last().answer(Forwarding.done(RESULT));

        assertThat(heard).containsExactly(RESULT);
    }

    /** A lost answer of one must not hold up all reads that come after it. */
    @Test
    void indexIsAskedForAgainAndACommandIsNot() {
        Forwarding forwarding = forwarding();
        hear(forwarding.submit(N2, null, COMMAND));
        hear(forwarding.readIndex(N2));

        bench.passMillis(100);
        bench.n2.last().answer(Forwarding.done(7));

        assertThat(bench.n2.calls())
                .extracting(ScriptedPeer.Call::request)
                .containsExactly(
                        new Forward(Forward.Kind.SUBMIT, COMMAND),
                        new Forward(Forward.Kind.READ_INDEX, Bytes.empty()),
                        new Forward(Forward.Kind.READ_INDEX, Bytes.empty()));
        assertThat(heard).containsExactly(7L);
        assertThat(bench.n2.calls().get(1).isCancelled()).isTrue();
    }

    @Test
    void closeOfThisNodeLeavesTheOutcomeUnknown() {
        hear(forwarding().submit(N2, null, COMMAND));

        board.close(new Closed(Words.N1));

        assertThat(heard).singleElement().isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void failureOfThisNodeLeavesTheOutcomeUnknown() {
        Forwarding forwarding = forwarding();
        hear(forwarding.submit(N2, null, COMMAND));
        hear(forwarding.readIndex(N2));

        board.close(new Fatal("disk full", null));

        assertThat(heard).extracting(Object::getClass).containsExactly(OutcomeUnknown.class, Unavailable.class);
    }

    @Test
    void whatWaitsForTheLeaderIsBounded() {
        bench.limits = bench.limits.withPending(3, 16 * 1024 * 1024);
        Forwarding forwarding = forwarding();
        for (int i = 0; i < 4; i++) {
            hear(i % 2 == 0 ? forwarding.submit(N2, null, COMMAND) : forwarding.readIndex(N2));
        }
        List<Object> full = List.copyOf(heard);

        bench.n2.calls().get(0).answer(Forwarding.done(RESULT));
        bench.n2.calls().get(1).fail(false);
        hear(forwarding.submit(N2, null, COMMAND));
        hear(forwarding.submit(N2, null, COMMAND));
        hear(forwarding.submit(N2, null, COMMAND));

        assertThat(full).singleElement().isInstanceOf(Overloaded.class);
        assertThat(bench.n2.calls()).hasSize(5);
        assertThat(heard).hasSize(4).last().isInstanceOf(Overloaded.class);
    }

    private Forwarding forwarding() {
        return new Forwarding(bench.parts(), board);
    }

    private void hear(Mono<?> answer) {
        answer.subscribe(heard::add, heard::add);
    }
}

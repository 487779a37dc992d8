package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.N3;
import static io.github.reactiveraft.core.runtime.Words.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.NotLeader;
import io.github.reactiveraft.api.RaftException.OutcomeUnknown;
import io.github.reactiveraft.api.RaftException.Overloaded;
import io.github.reactiveraft.api.RaftException.SessionExpired;
import io.github.reactiveraft.api.RaftException.Unavailable;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftRequest.Forward.Kind;
import io.github.reactiveraft.api.model.Ticket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Commands that are executed once, whoever leads (thesis §6.3). */
class CommandsTest {

    private static final Forward OPEN = new Forward(Kind.OPEN_SESSION, Bytes.empty());

    private final LabLoop lab = new LabLoop();
    private final Bench bench = new Bench();
    private final StatusBoard board = new StatusBoard(lab.view());
    private final List<Object> heard = new ArrayList<>();

    @Test
    void leaderOpensASessionAndNumbersCommands() {
        ClientDoor<Long, Long, Long> door = leading();

        hear(door.submit(4L));
        lab.commitAll();
        lab.commitAll();
        hear(door.submit(5L));
        lab.commitAll();

        assertThat(heard).containsExactly(40L, 50L);
        assertThat(lab.logged())
                .containsExactly("noop", "session", "4 of " + new Ticket(2, 1, 0), "5 of " + new Ticket(2, 2, 0));
    }

    @Test
    void commandThatIsWithdrawnBeforeTheSessionIsOpenIsNotSent() {
        ClientDoor<Long, Long, Long> door = leading();
        Disposable waiting = hear(door.submit(4L));

        waiting.dispose();
        lab.commitAll();
        hear(door.submit(5L));
        lab.commitAll();

        assertThat(lab.logged()).last().isEqualTo("5 of " + new Ticket(2, 2, 0));
        assertThat(lab.logged()).hasSize(3);
    }

    @Test
    void followerSendsTheTicketAlong() {
        ClientDoor<Long, Long, Long> door = following(N2);

        hear(door.submit(4L));
        bench.n2.last().answer(Forwarding.done(70L));
        Forward command = once(new Ticket(70, 1, 0), 4);
        assertThat(bench.n2.calls()).extracting(ScriptedPeer.Call::request).containsExactly(OPEN, command);
        bench.n2.last().answer(Forwarding.done(bytes(40)));

        assertThat(heard).containsExactly(40L);
    }

    @Test
    void commandWhoseLeaderIsGoneGoesToTheNextOne() {
        ClientDoor<Long, Long, Long> door = following(N2);
        hear(door.submit(4L));
        bench.n2.last().answer(Forwarding.done(70L));

        publish(N3);
        bench.pass(Words.HEARTBEAT);
        bench.n3.last().answer(Forwarding.failed(new NotLeader(N3, null)));
        bench.pass(Words.HEARTBEAT);
        bench.n3.last().answer(Forwarding.done(bytes(40)));

        assertThat(bench.n3.calls())
                .extracting(ScriptedPeer.Call::request)
                .containsExactly(once(new Ticket(70, 1, 0), 4), once(new Ticket(70, 1, 0), 4));
        assertThat(heard).containsExactly(40L);
    }

    @Test
    void commandWithoutAnAnswerIsAskedForAgainAndSeldomer() {
        ClientDoor<Long, Long, Long> door = following(N2);
        hear(door.submit(4L));
        bench.n2.last().answer(Forwarding.done(70L));

        bench.pass(Words.MAX.minusMillis(1));
        assertThat(bench.n2.calls()).hasSize(2);
        bench.passMillis(1);
        assertThat(bench.n2.calls()).hasSize(3);
        bench.pass(Words.MAX.multipliedBy(2).minusMillis(1));
        assertThat(bench.n2.calls()).hasSize(3);
        bench.passMillis(1);
        assertThat(bench.n2.calls()).hasSize(4);
        bench.n2.calls().get(1).answer(Forwarding.done(bytes(40)));

        assertThat(heard).containsExactly(40L);
    }

    /** What was asked for first may have been taken. */
    @Test
    void refusalOfASecondQuestionIsNoDefiniteAnswer() {
        ClientDoor<Long, Long, Long> door = following(N2);
        hear(door.submit(4L));
        bench.n2.last().answer(Forwarding.done(70L));
        bench.pass(Words.MAX);

        bench.n2.last().answer(Forwarding.failed(new NotLeader(N2, N3)));
        bench.pass(Words.HEARTBEAT);
        List<Object> early = List.copyOf(heard);
        bench.n2.last().answer(Forwarding.done(bytes(40)));

        assertThat(early).isEmpty();
        assertThat(heard).containsExactly(40L);
    }

    @Test
    void refusalOfTheOnlyQuestionIsOne() {
        ClientDoor<Long, Long, Long> door = following(N2);
        hear(door.submit(4L));
        bench.n2.last().answer(Forwarding.done(70L));

        bench.n2.last().answer(Forwarding.failed(new NotLeader(N2, N3)));

        assertThat(heard).singleElement().isInstanceOf(NotLeader.class);
    }

    @Test
    void sessionThatHasEndedIsFollowedByAnother() {
        ClientDoor<Long, Long, Long> door = following(N2);
        hear(door.submit(4L));
        bench.n2.last().answer(Forwarding.done(70L));

        bench.n2.last().answer(Forwarding.failed(new SessionExpired("ended")));
        bench.n2.last().answer(Forwarding.done(90L));
        bench.n2.last().answer(Forwarding.done(bytes(40)));

        assertThat(bench.n2.calls())
                .extracting(ScriptedPeer.Call::request)
                .containsExactly(OPEN, once(new Ticket(70, 1, 0), 4), OPEN, once(new Ticket(90, 1, 0), 4));
        assertThat(heard).containsExactly(40L);
    }

    @Test
    void commandsThatWaitForASessionCountAgainstTheLimits() {
        bench.limits = bench.limits.withPending(2, 16 * 1024 * 1024);
        ClientDoor<Long, Long, Long> door = following(N2);

        for (long command = 1; command <= 3; command++) {
            hear(door.submit(command));
        }

        assertThat(heard).singleElement().isInstanceOf(Overloaded.class);
        bench.n2.last().answer(Forwarding.failed(new NotLeader(N2, null)));
        assertThat(heard).hasSize(3);
        hear(door.submit(4L));
        assertThat(heard).as("there is room again").hasSize(3);
    }

    @Test
    void nodeThatStopsAnswersWhoAsksAgain() {
        ClientDoor<Long, Long, Long> door = following(N2);
        hear(door.submit(4L));
        bench.n2.last().answer(Forwarding.done(70L));
        bench.n2.last().answer(Forwarding.failed(new OutcomeUnknown("who knows", null)));

        door.close(new Closed(N1));

        assertThat(heard).singleElement().isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void commandThatFindsNobodyIsNotDone() {
        hear(door().submit(4L));

        assertThat(heard).singleElement().isInstanceOf(Unavailable.class);
    }

    @Test
    void memberGetsASessionAndItsCommandsAreTold() {
        ClientDoor<Long, Long, Long> door = leading();

        door.forwarded(OPEN).subscribe(heard::add);
        lab.commitAll();
        door.forwarded(once(new Ticket(2, 1, 0), 4)).subscribe(heard::add);
        lab.commitAll();

        assertThat(heard).containsExactly(Forwarding.done(2L), Forwarding.done(bytes(40)));
        assertThat(lab.logged()).containsExactly("noop", "session", "4 of " + new Ticket(2, 1, 0));
    }

    private ClientDoor<Long, Long, Long> leading() {
        ClientDoor<Long, Long, Long> door = door();
        lab.lead();
        return door;
    }

    private ClientDoor<Long, Long, Long> following(NodeId leader) {
        ClientDoor<Long, Long, Long> door = door();
        publish(leader);
        return door;
    }

    private void publish(NodeId leader) {
        board.publish(view(Role.FOLLOWER, leader, 9), 0, StorageHealth.OK);
    }

    private ClientDoor<Long, Long, Long> door() {
        Adder machine = new Adder();
        ClientDoor<Long, Long, Long> door = new ClientDoor<>(lab.loop, machine, bench.parts(), board);
        lab.connect(door.proposals());
        lab.connect(door.reads());
        return door;
    }

    private Disposable hear(Mono<Long> answer) {
        return answer.subscribe(heard::add, heard::add);
    }

    private static Forward once(Ticket ticket, long value) {
        return new Forward(Kind.SUBMIT_ONCE, ticket, bytes(value));
    }

    private static Bytes bytes(long value) {
        return Bytes.of(Codec.int64().encode(value));
    }
}

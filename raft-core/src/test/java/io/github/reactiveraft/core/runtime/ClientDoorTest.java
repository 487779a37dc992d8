package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N2;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.NotLeader;
import io.github.reactiveraft.api.RaftException.Rejected;
import io.github.reactiveraft.api.RaftException.ResultLost;
import io.github.reactiveraft.api.RaftException.Unavailable;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.api.SessionPolicy;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.RaftRequest.Forward;
import io.github.reactiveraft.api.model.RaftRequest.Forward.Kind;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded;
import io.github.reactiveraft.api.model.RaftResponse.Forwarded.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class ClientDoorTest {

    private final LabLoop lab = new LabLoop();
    private final Bench bench = new Bench();
    private final StatusBoard board = new StatusBoard(lab.view());
    private final List<Object> heard = new ArrayList<>();
    private final List<Forwarded> answers = new ArrayList<>();
    private boolean isForwarding = true;
    private SessionPolicy sessions = SessionPolicy.unsafeNone();

    /** 13 cannot be encoded, 14 is too large, 15 is a result that cannot be encoded. */
    private final Adder machine = new Adder() {
        @Override
        public Codec<Long> commandCodec() {
            return Codec.of(
                    value -> {
                        if (value == 13) {
                            throw new IllegalArgumentException("13 brings bad luck");
                        }
                        return value == 14
                                ? new byte[16 * 1024 * 1024 + 1]
                                : Codec.int64().encode(value);
                    },
                    Codec.int64()::decode);
        }

        @Override
        public Codec<Long> resultCodec() {
            return Codec.of(
                    value -> {
                        if (value == 150 || value == 15) {
                            throw new IllegalArgumentException("no encoding");
                        }
                        return Codec.int64().encode(value);
                    },
                    Codec.int64()::decode);
        }
    };

    @Test
    void leaderPutsCommandsIntoItsOwnLog() {
        ClientDoor<Long, Long, Long> door = leading();

        hear(door.submit(4L));
        lab.commitAll();

        assertThat(heard).containsExactly(40L);
        assertThat(lab.logged()).containsExactly("noop", "4");
        assertThat(bench.n2.calls()).isEmpty();
    }

    @Test
    void leaderAnswersReadsWhenItIsSureToLead() {
        ClientDoor<Long, Long, Long> door = leading();
        lab.commitAll();

        read(door, 4);
        List<Object> early = List.copyOf(heard);
        lab.hear(1);

        assertThat(early).isEmpty();
        assertThat(heard).containsExactly(4L);
        assertThat(lab.logged()).containsExactly("noop");
    }

    @Test
    void replicaAnswersLocalReadsWhoeverLeads() {
        ClientDoor<Long, Long, Long> door = door();
        ReadToken token = ReadToken.start();

        hear(door.read(4L, ReadMode.local(token)));
        lab.lane.runAll();

        assertThat(heard).containsExactly(4L);
    }

    @Test
    void followerPassesOnToTheLeader() {
        ClientDoor<Long, Long, Long> door = following();

        hear(door.submit(4L));
        read(door, 5);
        bench.n2.calls().forEach(call -> call.answer(Forwarding.done(bytes(77))));
        bench.passMillis(1);
        List<Object> early = List.copyOf(heard);
        door.reads().applied(77);

        assertThat(early).containsExactly(77L);
        assertThat(bench.n2.calls())
                .extracting(ScriptedPeer.Call::request)
                .containsExactly(new Forward(Kind.SUBMIT, bytes(4)), new Forward(Kind.READ_INDEX, Bytes.empty()));
        assertThat(heard).as("its own state answers").containsExactly(77L, 5L);
        assertThat(lab.logged()).isEmpty();
    }

    @Test
    void nobodyKnownToLeadIsADefiniteAnswer() {
        ClientDoor<Long, Long, Long> door = door();

        hear(door.submit(4L));
        read(door, 4);

        assertThat(heard)
                .extracting(Object::getClass)
                .containsOnly(Unavailable.class)
                .hasSize(2);
    }

    @Test
    void commandThatFoundNoLeaderFindsItLater() {
        ClientDoor<Long, Long, Long> door = door();
        Mono<Long> command = door.submit(4L);
        hear(command);

        lab.lead();
        hear(command);
        lab.commitAll();
        hear(command);

        assertThat(heard).hasSize(3).endsWith(40L, 40L);
        assertThat(lab.logged()).containsExactly("noop", "4");
    }

    @Test
    void withoutForwardingTheLeaderIsNamed() {
        isForwarding = false;
        ClientDoor<Long, Long, Long> door = following();

        hear(door.submit(4L));
        read(door, 4);

        assertThat(heard).hasSize(2).allSatisfy(answer -> assertThat(answer)
                .isInstanceOfSatisfying(
                        NotLeader.class, cause -> assertThat(cause.leader()).contains(N2)));
        assertThat(bench.n2.calls()).isEmpty();
    }

    @Test
    void commandsWithoutAnEncodingOrTooLargeAreRejectedBeforeTheLog() {
        ClientDoor<Long, Long, Long> door = leading();

        hear(door.submit(13L));
        hear(door.submit(14L));
        lab.lane.runAll();

        assertThat(heard).extracting(Object::getClass).containsExactly(Rejected.class, Rejected.class);
        assertThat(heard.get(0)).asString().contains("13 brings bad luck");
        assertThat(lab.logged()).containsExactly("noop");
    }

    @Test
    void unreadableResultOfACommandThatWasDoneIsNotDefinitelyNotDone() {
        ClientDoor<Long, Long, Long> door = following();

        hear(door.submit(4L));
        read(door, 4);
        bench.n2.calls().forEach(call -> call.answer(Forwarding.done(Bytes.of(new byte[3]))));
        bench.passMillis(1);

        assertThat(heard).extracting(Object::getClass).containsExactly(ResultLost.class, Unavailable.class);
    }

    @Test
    void leaderThatWasHeardButIsNotYetPublishedLeavesNoOutcomeUnknown() {
        ClientDoor<Long, Long, Long> door = door();
        lab.follow();

        hear(door.submit(4L));

        assertThat(heard).allSatisfy(answer -> assertThat(answer).isInstanceOf(Unavailable.class));
    }

    @Test
    void commandOfAMemberIsDoneAndAnswered() {
        ClientDoor<Long, Long, Long> door = leading();

        ask(door, Kind.SUBMIT, bytes(4));
        ask(door, Kind.READ_INDEX, Bytes.empty());
        lab.commitAll();
        lab.hear(1);

        assertThat(answers).containsExactly(Forwarding.done(bytes(40)), Forwarding.done(1));
    }

    @Test
    void commandOfAMemberIsNotPassedOnAgain() {
        ClientDoor<Long, Long, Long> door = following();

        ask(door, Kind.SUBMIT, bytes(4));

        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.outcome()).isEqualTo(Outcome.NOT_LEADER);
            assertThat(answer.leader()).isEqualTo(N2);
        });
        assertThat(bench.n2.calls()).isEmpty();
    }

    @Test
    void whatAMemberSendsIsCheckedBeforeItReachesTheLog() {
        ClientDoor<Long, Long, Long> door = leading();

        ask(door, Kind.SUBMIT, Bytes.of(new byte[3]));
        ask(door, Kind.SUBMIT, Bytes.of(new byte[16 * 1024 * 1024 + 1]));
        lab.lane.runAll();

        assertThat(answers)
                .extracting(Forwarded::outcome)
                .containsOnly(Outcome.REJECTED)
                .hasSize(2);
        assertThat(lab.logged()).containsExactly("noop");
    }

    @Test
    void resultThatCannotBeSentIsNotDefinitelyNotDone() {
        ClientDoor<Long, Long, Long> door = leading();

        ask(door, Kind.SUBMIT, bytes(15));
        lab.commitAll();

        assertThat(answers).extracting(Forwarded::outcome).containsExactly(Outcome.RESULT_LOST);
    }

    @Test
    void lostLeadershipLeavesACommandOfAMemberUnknownAndItsReadNot() {
        ClientDoor<Long, Long, Long> door = leading();
        ask(door, Kind.SUBMIT, bytes(4));
        ask(door, Kind.READ_INDEX, Bytes.empty());
        lab.lane.runAll();

        lab.follow();

        assertThat(answers).extracting(Forwarded::outcome).containsExactly(Outcome.UNKNOWN, Outcome.UNAVAILABLE);
    }

    @Test
    void closeAnswersMembersToo() {
        ClientDoor<Long, Long, Long> door = leading();
        ask(door, Kind.SUBMIT, bytes(4));
        lab.lane.runAll();
        ask(door, Kind.SUBMIT, bytes(5));

        door.proposals().close(new Closed(Words.N1));

        assertThat(answers).extracting(Forwarded::outcome).containsExactly(Outcome.UNKNOWN, Outcome.CLOSED);
    }

    @Test
    void memberThatGivesUpInTimeWithdrawsItsCommand() {
        ClientDoor<Long, Long, Long> door = leading();
        Disposable asked = door.forwarded(new Forward(Kind.SUBMIT, bytes(4))).subscribe();

        asked.dispose();
        lab.commitAll();

        assertThat(lab.logged()).containsExactly("noop");
    }

    @Test
    void leaderWhoseDiskGetsNowhereTakesNoCommandsAndSaysWhatToDo() {
        ClientDoor<Long, Long, Long> door = leading();
        board.publish(lab.view(), 0, StorageHealth.FULL);

        hear(door.submit(4L));
        read(door, 4);

        assertThat(heard).hasSize(2).allSatisfy(refused -> assertThat(refused)
                .isInstanceOfSatisfying(RaftException.Unavailable.class, unavailable -> assertThat(unavailable)
                        .hasMessageContaining("nothing was done")
                        .hasMessageContaining("its own disk is full")
                        .matches(RaftException::isDefinitelyNotDone)));
        assertThat(lab.logged()).containsExactly("noop");
    }

    @Test
    void followerThatKnowsNoLeaderBecauseOfItsDiskSaysSo() {
        ClientDoor<Long, Long, Long> door = door();
        board.publish(lab.view(), 0, StorageHealth.STALLED);

        hear(door.submit(4L));

        assertThat(heard).singleElement().satisfies(refused -> assertThat(refused)
                .isInstanceOfSatisfying(RaftException.Unavailable.class, unavailable -> assertThat(unavailable)
                        .hasMessageContaining("knows no leader")
                        .hasMessageContaining("its own disk has stalled")));
    }

    private ClientDoor<Long, Long, Long> leading() {
        ClientDoor<Long, Long, Long> door = door();
        lab.lead();
        return door;
    }

    private ClientDoor<Long, Long, Long> following() {
        ClientDoor<Long, Long, Long> door = door();
        lab.follow();
        board.publish(lab.view(), 0, StorageHealth.OK);
        return door;
    }

    private ClientDoor<Long, Long, Long> door() {
        NodeParts given = bench.parts();
        RaftSettings settings = given.settings();
        RaftSettings wanted = new RaftSettings(
                settings.cluster(),
                settings.group(),
                settings.node(),
                settings.members(),
                settings.timing(),
                settings.limits(),
                settings.snapshots(),
                sessions,
                isForwarding,
                settings.digestEntryCount());
        NodeParts parts = new NodeParts(
                wanted,
                given.transport(),
                given.storage(),
                given.loop(),
                given.io(),
                given.time(),
                given.random(),
                given.observer());
        ClientDoor<Long, Long, Long> door = new ClientDoor<>(lab.loop, machine, parts, board);
        lab.connect(door.proposals());
        lab.connect(door.reads());
        door.readAnswers().subscribe();
        return door;
    }

    private void read(ClientDoor<Long, Long, Long> door, long query) {
        hear(door.read(query, ReadMode.LINEARIZABLE));
        lab.lane.runAll();
    }

    private void hear(Mono<Long> answer) {
        answer.subscribe(heard::add, heard::add);
    }

    private void ask(ClientDoor<Long, Long, Long> door, Kind kind, Bytes payload) {
        door.forwarded(new Forward(kind, payload)).subscribe(this::answered);
    }

    private void answered(RaftResponse response) {
        answers.add((Forwarded) response);
    }

    private static Bytes bytes(long value) {
        return Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
}

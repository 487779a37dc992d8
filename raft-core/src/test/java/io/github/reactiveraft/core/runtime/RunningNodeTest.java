package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.MemberStatus;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.Fatal;
import io.github.reactiveraft.api.RaftException.OutcomeUnknown;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.RoleChange;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.core.RaftServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;

/** A whole node, alone in its cluster unless said otherwise, in virtual time. */
class RunningNodeTest {

    private final Bench bench = new Bench();
    private final Wires wires = new Wires();
    private final List<Object> heard = new ArrayList<>();
    private Adder machine = new Adder();
    private Scheduler io = bench.clock;
    private String[] members = {"n1"};
    private Wires.End door = wires.transport(N1);

    @Test
    void aloneItLeadsAfterAnElectionTimeoutAndServes() {
        RaftNode<Long, Long, Long> node = start();
        assertThat(node.status()).isEqualTo(new RaftStatus(N1, Role.FOLLOWER, 0, Optional.empty(), 0, 0, 0));

        bench.pass(Words.MAX);
        hear(node.submit(3L));
        hear(node.submit(4L));
        hear(node.read(100L));

        assertThat(heard).containsExactly(3L, 7L, 107L);
        assertThat(node.status()).isEqualTo(new RaftStatus(N1, Role.LEADER, 1, Optional.of(N1), 4, 4, 4));
        assertThat(node.id()).isEqualTo(N1);
    }

    @Test
    void watchersSeeChangesInLogOrder() {
        RaftNode<Long, Long, Long> node = lead();
        node.watch().subscribe(heard::add);

        node.submit(3L).subscribe();
        node.submit(4L).subscribe();

        assertThat(heard).containsExactly(new Change<>(3, 3L), new Change<>(4, 7L));
    }

    @Test
    void watcherGoesOnWhereItWasAfterARestart() {
        RaftNode<Long, Long, Long> first = lead();
        first.watch().subscribe(heard::add, ended -> {});
        first.submit(3L).subscribe();
        first.submit(4L).subscribe();
        close(first);
        machine = new Adder();
        door = wires.transport(N1);

        RaftNode<Long, Long, Long> second = start();
        second.watch(4).subscribe(heard::add, heard::add);
        bench.pass(Words.MAX);
        second.submit(5L).subscribe();

        assertThat(heard)
                .containsExactly(new Change<>(3, 3L), new Change<>(4, 7L), new Change<>(4, 7L), new Change<>(7, 12L));
    }

    @Test
    void resultThatCannotBeEncodedIsWatchedAllTheSame() {
        machine = new Adder() {
            @Override
            public Codec<Long> resultCodec() {
                return Codec.of(
                        value -> {
                            throw new IllegalStateException("a bug of the application");
                        },
                        Codec.int64()::decode);
            }
        };
        RaftNode<Long, Long, Long> node = lead();
        node.watch().subscribe(heard::add, heard::add);

        hear(node.submit(3L));

        assertThat(heard).containsExactlyInAnyOrder(new Change<>(3, 3L), 3L);
    }

    @Test
    void streamsOfFactsTellRoleAndLeader() {
        RaftNode<Long, Long, Long> node = start();
        List<Role> roles = new ArrayList<>();
        List<Optional<NodeId>> leaders = new ArrayList<>();
        List<Long> applied = new ArrayList<>();
        node.roles().map(RoleChange::role).subscribe(roles::add);
        node.leaders().map(LeaderChange::leader).subscribe(leaders::add);
        node.statuses().map(RaftStatus::lastApplied).distinct().subscribe(applied::add);

        bench.pass(Words.MAX);
        hear(node.submit(3L));

        assertThat(roles).startsWith(Role.FOLLOWER).endsWith(Role.LEADER);
        assertThat(leaders).containsExactly(Optional.empty(), Optional.of(N1));
        assertThat(applied).as("a no-op, a session, a command").containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void restartKeepsTheDataAndTheTerm() {
        RaftNode<Long, Long, Long> first = lead();
        hear(first.submit(3L));
        hear(first.submit(4L));
        close(first);
        List<String> before = List.copyOf(machine.history());
        machine = new Adder();
        door = wires.transport(N1);

        RaftNode<Long, Long, Long> second = lead();
        hear(second.submit(5L));
        hear(second.read(0L));

        assertThat(heard).containsExactly(3L, 7L, 12L, 12L);
        assertThat(machine.history()).startsWith(before.toArray(String[]::new)).hasSize(3);
        assertThat(second.status().term()).isEqualTo(2);
    }

    @Test
    void nothingIsAnsweredBeforeTheDiskHasIt() {
        HandLane disk = new HandLane();
        io = disk;
        RaftNode<Long, Long, Long> node = startByHand(disk);
        bench.pass(Words.MAX);
        disk.runAll();

        hear(node.submit(3L));
        bench.pass(Words.MAX);
        List<Object> early = List.copyOf(heard);
        disk.runAll();

        assertThat(early).isEmpty();
        assertThat(heard).containsExactly(3L);
    }

    @Test
    void closeAnswersWhoWaitsLetsTheWriteUnderWayEndAndThenGivesTheDiskBack() {
        HandLane disk = new HandLane();
        io = disk;
        RaftNode<Long, Long, Long> node = startByHand(disk);
        bench.pass(Words.MAX);
        disk.runAll();
        openSession(node, disk);
        hear(node.submit(3L));
        hear(node.read(3L));
        hear(node.watch().then(Mono.just(0L)));
        List<String> ends = new ArrayList<>();
        node.terminated().subscribe(ignored -> {}, ignored -> {}, () -> ends.add("terminated"));

        node.close().subscribe(ignored -> {}, ignored -> {}, () -> ends.add("closed"));
        List<Object> answers = List.copyOf(heard);
        boolean isOpen = bench.storage.isOpen();
        List<String> early = List.copyOf(ends);
        int written = bench.storage.groups().size();
        disk.runAll();

        assertThat(answers)
                .extracting(Object::getClass)
                .containsExactly(Long.class, OutcomeUnknown.class, Closed.class);
        assertThat(isOpen).isTrue();
        assertThat(early).isEmpty();
        assertThat(bench.storage.groups()).as("the write under way").hasSize(written + 1);
        assertThat(bench.storage.isOpen()).isFalse();
        assertThat(ends).containsExactlyInAnyOrder("terminated", "closed");
        assertThat(door.stopCount()).isEqualTo(1);
    }

    private static void openSession(RaftNode<Long, Long, Long> node, HandLane disk) {
        node.submit(0L).subscribe();
        disk.runAll();
    }

    @Test
    void closedNodeAnswersEverybodyFromThenOn() {
        RaftNode<Long, Long, Long> node = lead();
        close(node);

        hear(node.submit(3L));
        hear(node.read(3L));
        StepVerifier.create(node.watch()).verifyError(Closed.class);
        StepVerifier.create(node.statuses()).expectNextCount(1).verifyComplete();
        StepVerifier.create(node.terminated()).verifyComplete();
        StepVerifier.create(node.close()).verifyComplete();
        StepVerifier.create(request(new PreVote(9, N2, EntryId.NONE)))
                .expectNextMatches(
                        answer -> answer instanceof Refused refused && refused.reason() == Refused.Reason.NOT_RUNNING)
                .verifyComplete();

        assertThat(heard).extracting(Object::getClass).containsExactly(Closed.class, Closed.class);
        assertThat(bench.storage.closeCount()).isEqualTo(1);
    }

    @Test
    void closedNodeLeavesNoTimerBehind() {
        members = new String[] {"n1", "n2", "n3"};
        RaftNode<Long, Long, Long> node = start();
        bench.pass(Words.MAX);
        close(node);
        long before = bench.loop.runCount();

        bench.pass(Duration.ofSeconds(60));

        assertThat(bench.loop.runCount()).isEqualTo(before);
    }

    @Test
    void brokenDiskEndsTheNodeLoudlyAndAnswersWhoWaits() {
        RaftNode<Long, Long, Long> node = lead();
        node.submit(0L).subscribe();
        bench.storage.beforeWrite(HookedStorage.failing(HookedStorage.broken("No space left on segment-7")));
        node.watch()
                .subscribe(
                        heard::add,
                        ended -> heard.add("watch " + ended.getClass().getSimpleName()));

        hear(node.submit(3L));

        assertThat(heard).hasSize(2).contains("watch Fatal").hasAtLeastOneElementOfType(OutcomeUnknown.class);
        StepVerifier.create(node.terminated())
                .expectErrorSatisfies(cause -> assertThat(cause)
                        .isInstanceOf(Fatal.class)
                        .hasMessageContaining("segment-7")
                        .hasMessageContaining("restart"))
                .verify();
        StepVerifier.create(node.submit(4L)).verifyError(Fatal.class);
        StepVerifier.create(node.read(4L)).verifyError(Fatal.class);
        StepVerifier.create(node.statuses()).expectNextCount(1).verifyError(Fatal.class);
        StepVerifier.create(node.close()).verifyComplete();
        assertThat(bench.storage.isOpen()).isFalse();
        assertThat(door.stopCount()).isEqualTo(1);
    }

    @Test
    void storageWithABugEndsTheNodeToo() {
        RaftNode<Long, Long, Long> node = lead();
        node.submit(0L).subscribe();
        bench.storage.beforeWrite(HookedStorage.failing(new AssertionError("a bug of the storage")));

        hear(node.submit(3L));

        assertThat(heard).singleElement().isInstanceOf(OutcomeUnknown.class);
        StepVerifier.create(node.terminated()).verifyError(Fatal.class);
    }

    @Test
    void stateMachineThatThrowsEndsTheReplicaAndSaysWhere() {
        RaftNode<Long, Long, Long> node = lead();
        hear(node.submit(3L));

        hear(node.submit(Adder.POISON));
        hear(node.submit(4L));

        assertThat(heard).hasSize(3);
        assertThat(heard.get(1)).isInstanceOf(OutcomeUnknown.class);
        StepVerifier.create(node.terminated())
                .expectErrorSatisfies(cause -> assertThat(cause)
                        .isInstanceOf(Fatal.class)
                        .hasMessageContaining("index 4")
                        .hasMessageContaining("poison"))
                .verify();
    }

    @Test
    void stateMachineThatOverflowsTheStackEndsTheReplicaToo() {
        machine = new Adder() {
            @Override
            public Long apply(Long command, ApplyContext<Long> context) {
                throw new StackOverflowError("a bug of the application");
            }
        };
        RaftNode<Long, Long, Long> node = lead();

        hear(node.submit(3L));

        assertThat(heard).singleElement().isInstanceOf(OutcomeUnknown.class);
        StepVerifier.create(node.terminated()).verifyError(Fatal.class);
    }

    @Test
    void requestThatComesAsSoonAsTheDoorIsOpenIsAnswered() {
        members = new String[] {"n1", "n2", "n3"};
        door.opening(Mono.fromRunnable(
                () -> request(new RequestVote(1, N2, EntryId.NONE)).subscribe(heard::add)));

        start();

        assertThat(heard).containsExactly(new VoteReply(1, true));
    }

    @Test
    void surveyListsEveryMemberAlsoTheUnreachable() {
        members = new String[] {"n1", "n2", "n3"};
        RaftNode<Long, Long, Long> node = start();
        List<List<MemberStatus>> surveys = new ArrayList<>();

        node.cluster().subscribe(surveys::add);
        bench.pass(Words.MAX);

        assertThat(surveys).singleElement().satisfies(survey -> {
            assertThat(survey)
                    .extracting(MemberStatus::node)
                    .extracting(NodeId::value)
                    .containsExactly("n1", "n2", "n3");
            assertThat(survey).extracting(member -> member.status().isPresent()).containsExactly(true, false, false);
        });
    }

    @Test
    void userThatSubmitsFromWithinAnAnswerDisturbsNothing() {
        RaftNode<Long, Long, Long> node = lead();

        hear(node.submit(1L).flatMap(node::submit).flatMap(node::submit).flatMap(node::read));

        assertThat(heard).containsExactly(8L);
    }

    private RaftNode<Long, Long, Long> lead() {
        RaftNode<Long, Long, Long> node = start();
        bench.pass(Words.MAX);
        assertThat(node.status().role()).isEqualTo(Role.LEADER);
        return node;
    }

    private RaftNode<Long, Long, Long> start() {
        List<RaftNode<Long, Long, Long>> started = new ArrayList<>();
        server().start().subscribe(started::add, heard::add);
        assertThat(heard.stream().filter(Throwable.class::isInstance)).isEmpty();
        return started.get(0);
    }

    private RaftNode<Long, Long, Long> startByHand(HandLane disk) {
        List<RaftNode<Long, Long, Long>> started = new ArrayList<>();
        server().start().subscribe(started::add);
        disk.runAll();
        return started.get(0);
    }

    private RaftServer<Long, Long, Long> server() {
        return RaftServer.of(machine, Words.settings(bench.limits, "n1", members))
                .transport(door)
                .storage(bench.storage)
                .lanes(bench.loop, io)
                .time(bench.time)
                .random(bench.random);
    }

    private static void close(RaftNode<Long, Long, Long> node) {
        StepVerifier.create(node.close()).verifyComplete();
    }

    private Mono<RaftResponse> request(RaftRequest request) {
        return Mono.defer(() -> Objects.requireNonNull(door.handler()).handle(Words.sender(N2), request));
    }

    private void hear(Mono<Long> answer) {
        answer.subscribe(heard::add, heard::add);
    }
}

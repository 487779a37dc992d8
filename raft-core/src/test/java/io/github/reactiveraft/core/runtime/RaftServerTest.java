package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.Fatal;
import io.github.reactiveraft.api.RaftException.OutcomeUnknown;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.core.RaftServer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Starting and ending a node, on threads of its own. */
class RaftServerTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final RaftSettings SETTINGS = RaftSettings.of(spec -> spec.cluster("test")
            .node("n1")
            .members("n1")
            .timing(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(40)));

    private final Wires.End door = new Wires().transport(N1);
    private final HookedStorage storage = new HookedStorage();
    private final Noting machine = new Noting();

    @Test
    void servesOnThreadsOfItsOwnWhichEndWithIt() throws InterruptedException {
        RaftNode<Long, Long, Long> node = start(server(machine));
        lead(node);

        StepVerifier.create(node.submit(3L)).expectNext(3L).expectComplete().verify(LIMIT);
        StepVerifier.create(node.close()).expectComplete().verify(LIMIT);
        Thread loop = machine.thread();
        loop.join(LIMIT.toMillis());

        assertThat(loop.getName()).startsWith("raft-loop-n1");
        assertThat(loop.isAlive()).isFalse();
        assertThat(storage.isOpen()).isFalse();
    }

    @Test
    void calledAfterItsThreadsHaveEndedItStillAnswers() throws InterruptedException {
        RaftNode<Long, Long, Long> node = start(server(machine));
        lead(node);
        StepVerifier.create(node.submit(3L)).expectNext(3L).expectComplete().verify(LIMIT);
        StepVerifier.create(node.close()).expectComplete().verify(LIMIT);
        machine.thread().join(LIMIT.toMillis());

        StepVerifier.create(node.submit(3L))
                .expectErrorMessage("n1 is closed: use another member")
                .verify(LIMIT);
        StepVerifier.create(node.read(3L)).expectError(Closed.class).verify(LIMIT);
        StepVerifier.create(node.close()).expectComplete().verify(LIMIT);
    }

    @Test
    void stateMachineThatBlocksTheLoopIsCaughtInTests() {
        Adder blocking = new Adder() {
            @Override
            public Long apply(Long command, ApplyContext<Long> context) {
                try {
                    return new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS) ? 1L : 0L;
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }
        };
        RaftNode<Long, Long, Long> node = start(server(blocking));
        lead(node);

        StepVerifier.create(node.submit(3L)).expectError(OutcomeUnknown.class).verify(LIMIT);
        StepVerifier.create(node.terminated())
                .expectErrorSatisfies(
                        cause -> assertThat(cause).isInstanceOf(Fatal.class).hasMessageContaining("Blocking call"))
                .verify(LIMIT);
    }

    @Test
    void storageInUseIsOneClearLine() {
        HookedStorage held = new HookedStorage();
        held.open(Words.identity());

        StepVerifier.create(server(machine).storage(held).start())
                .expectErrorSatisfies(cause -> assertThat(cause)
                        .isInstanceOf(Fatal.class)
                        .hasMessageStartingWith("n1 cannot start: ")
                        .hasMessageContaining("memory storage"))
                .verify(LIMIT);

        assertThat(door.stopCount()).isEqualTo(1);
    }

    @Test
    void busyPortIsOneClearLineAndTheDiskIsGivenBack() {
        door.opening(Mono.error(new IllegalStateException("Port 7001 is in use")));

        StepVerifier.create(server(machine).start())
                .expectErrorSatisfies(cause ->
                        assertThat(cause).isInstanceOf(Fatal.class).hasMessage("n1 cannot start: Port 7001 is in use"))
                .verify(LIMIT);

        assertThat(storage.isOpen()).isFalse();
        assertThat(door.stopCount()).isEqualTo(1);
        door.opening(Mono.empty());
        RaftNode<Long, Long, Long> node = start(server(machine));
        StepVerifier.create(node.close()).expectComplete().verify(LIMIT);
    }

    @Test
    void startThatIsGivenUpLeavesNothingOpen() throws InterruptedException {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        door.opening(Mono.<Void>never().doOnSubscribe(ignored -> opening.countDown()));
        storage.onClose(closed::countDown);
        Disposable starting = server(machine).start().subscribe();
        assertThat(opening.await(30, TimeUnit.SECONDS)).isTrue();

        starting.dispose();

        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(door.stopCount()).isEqualTo(1);
        assertThat(storage.isOpen()).isFalse();
    }

    @Test
    void nothingHappensBeforeTheSubscription() {
        Mono<RaftNode<Long, Long, Long>> start = server(machine).start();

        assertThat(start).isNotNull();
        assertThat(storage.isOpen()).isFalse();
        assertThat(door.handler()).isNull();
    }

    @Test
    void missingPartIsNamed() {
        RaftServer<Long, Long, Long> bare = RaftServer.of(machine, SETTINGS);

        StepVerifier.create(bare.start())
                .expectErrorSatisfies(cause -> assertThat(cause).hasMessageContaining("transport("))
                .verify(LIMIT);
        StepVerifier.create(bare.transport(door).start())
                .expectErrorSatisfies(cause -> assertThat(cause).hasMessageContaining("storage("))
                .verify(LIMIT);
    }

    @Test
    void lanesOfTheCallerOutliveTheNode() {
        Scheduler loop = Schedulers.newSingle("shared-loop", true);
        Scheduler io = Schedulers.newSingle(task -> {
            Thread thread = new Thread(task, "shared-io");
            thread.setDaemon(true);
            return thread;
        });
        RaftNode<Long, Long, Long> node = start(server(machine).lanes(loop, io));
        StepVerifier.create(node.close()).expectComplete().verify(LIMIT);

        StepVerifier.create(Mono.fromCallable(() -> Thread.currentThread().getName())
                        .subscribeOn(loop))
                .expectNextMatches(name -> name.startsWith("shared-loop"))
                .expectComplete()
                .verify(LIMIT);
        assertThat(io.isDisposed()).isFalse();
        loop.dispose();
        io.dispose();
    }

    @Test
    void descriptionIsImmutable() {
        RaftServer<Long, Long, Long> bare = RaftServer.of(machine, SETTINGS);

        assertThat(bare.transport(door)).isNotSameAs(bare);
        assertThatThrownBy(() -> bare.start().block(LIMIT)).hasMessageContaining("transport(");
    }

    private RaftServer<Long, Long, Long> server(Adder adder) {
        return RaftServer.of(adder, SETTINGS).transport(door).storage(storage);
    }

    private static RaftNode<Long, Long, Long> start(RaftServer<Long, Long, Long> server) {
        return Objects.requireNonNull(server.start().block(LIMIT));
    }

    private static void lead(RaftNode<Long, Long, Long> node) {
        StepVerifier.create(
                        node.roles().filter(role -> role.role() == Role.LEADER).next())
                .expectNextCount(1)
                .expectComplete()
                .verify(LIMIT);
    }

    /** Remembers who applied last. */
    private static final class Noting extends Adder {

        private final AtomicReference<Thread> thread = new AtomicReference<>();

        Thread thread() {
            return Objects.requireNonNull(thread.get());
        }

        @Override
        public Long apply(Long command, ApplyContext<Long> context) {
            thread.set(Thread.currentThread());
            return super.apply(command, context);
        }
    }
}

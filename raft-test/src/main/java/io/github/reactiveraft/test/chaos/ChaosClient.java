package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.SimCluster;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * One client: thinks, then reads or writes, one operation at a time; through the door of some member, or from outside of the
 * cluster, where the way to members is as bad as that between them. After a definite refusal it may try again; after an unknown
 * outcome it never does, for nothing here would keep that from being executed twice.
 */
final class ChaosClient {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);
    /** For how long a client outside tries by itself. */
    private static final Duration OUTSIDE_PATIENCE = Duration.ofSeconds(2);

    private final ChaosPlan plan;
    private final int number;
    private final SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster;
    private final Ledger ledger;
    private final RandomGenerator random;
    private final Scheduler world;
    /** What this client saw last of each register. */
    private final long[] seen;
    /** How far the states were that this client read wherever it was. */
    private final ReadToken token = ReadToken.start();

    private @Nullable RaftClient<RegisterWrite, Integer, RegisterAnswer> outside;
    private int sequence;
    private int favourite;

    ChaosClient(ChaosPlan plan, int number, SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster, Ledger ledger) {
        this.plan = plan;
        this.number = number;
        this.cluster = cluster;
        this.ledger = ledger;
        this.random = cluster.simulation().random("client " + number);
        this.world = cluster.simulation().scheduler();
        this.favourite = random.nextInt(plan.nodeCount());
        this.seen = new long[plan.keyCount()];
    }

    /** This client, in a process outside of the cluster: it finds its way to members by itself. */
    ChaosClient outside() {
        outside = cluster.client("c" + number, OUTSIDE_PATIENCE);
        return this;
    }

    /** Goes on as long as the gate is open; every operation that was begun comes to an end. */
    Mono<Void> run(Gate gate) {
        return Mono.defer(this::think)
                .then(Mono.defer(() -> gate.isOpen() ? operate() : Mono.just(false)))
                .repeat(gate::isOpen)
                .then();
    }

    /** Whether clients go on. */
    interface Gate {
        boolean isOpen();
    }

    private Mono<Long> think() {
        double mean = plan.thinkTime().toNanos();
        long pause = Math.max(1, (long) (-mean * StrictMath.log(1 - random.nextDouble())));
        return Mono.delay(Duration.ofNanos(pause), world);
    }

    /** One write and one read that succeed, however often it has to try: which is once, in a healthy cluster. */
    Mono<Void> mustSucceed() {
        int key = random.nextInt(plan.keyCount());
        return untilDone(() -> write(key)).then(untilDone(() -> read(key)));
    }

    private Mono<Void> untilDone(Supplier<Mono<Boolean>> operation) {
        return Mono.defer(operation)
                .filter(isDone -> isDone)
                .repeatWhenEmpty(Integer.MAX_VALUE, rounds -> rounds.delayElements(RETRY_PAUSE, world))
                .then();
    }

    private Mono<Boolean> operate() {
        int key = random.nextInt(plan.keyCount());
        if (random.nextInt(10) == 0) {
            favourite = random.nextInt(plan.nodeCount());
        }
        return switch (random.nextInt(10)) {
            case 0 -> local(key);
            case 1, 2, 3, 4 -> read(key);
            default -> write(key);
        };
    }

    /** One read of whatever state a member has; answers whether it was answered. */
    private Mono<Boolean> local(int key) {
        int member = random.nextInt(plan.nodeCount());
        return Mono.justOrEmpty(door(member))
                .flatMap(node -> travel().then(Mono.defer(() -> node.read(key, ReadMode.local(token)))))
                .publishOn(world)
                .timeout(patience(), world)
                .doOnNext(answer -> ledger.localRead(number, key, answer))
                .hasElement()
                .onErrorResume(failure -> !(failure instanceof AssertionError), failure -> Mono.just(false));
    }

    /** One read; answers whether it was answered. */
    private Mono<Boolean> read(int key) {
        int handle = ledger.readBegins(number, key);
        Optional<RaftClient<RegisterWrite, Integer, RegisterAnswer>> node = door(favourite);
        if (node.isEmpty()) {
            ledger.readFailed(handle);
            favourite = random.nextInt(plan.nodeCount());
            return Mono.just(false);
        }
        return travel().then(Mono.defer(() -> node.get().read(key)))
                .publishOn(world)
                .timeout(patience(), world)
                .switchIfEmpty(nothing("a read"))
                .doOnNext(answer -> {
                    seen[key] = answer.value();
                    ledger.readEnds(handle, number, key, answer);
                })
                .doOnError(failure -> !(failure instanceof AssertionError), failure -> {
                    favourite = random.nextInt(plan.nodeCount());
                    ledger.readFailed(handle);
                })
                .thenReturn(true)
                .onErrorResume(failure -> !(failure instanceof AssertionError), failure -> Mono.just(false));
    }

    /** One write; answers whether it was acknowledged. */
    private Mono<Boolean> write(int key) {
        long expected = random.nextInt(3) == 0 ? seen[key] : RegisterWrite.ANY;
        RegisterWrite write = RegisterWrite.of(number, ++sequence, key, expected);
        ledger.writeBegins(write);
        return attempt(write, plan.has(Fault.CLIENT_RETRY) ? 3 : 0);
    }

    private Mono<Boolean> attempt(RegisterWrite write, int retryCount) {
        Optional<RaftClient<RegisterWrite, Integer, RegisterAnswer>> node = door(favourite);
        if (node.isEmpty()) {
            return refused(write, retryCount);
        }
        Mono<RegisterAnswer> submitted = node.get().submit(write);
        boolean isDoubled = plan.has(Fault.CLIENT_DUPLICATE) && random.nextInt(20) == 0;
        if (isDoubled) {
            cluster.faults().onFault(Fault.CLIENT_DUPLICATE, "c" + number);
        }
        return travel().then(isDoubled ? twice(submitted) : submitted)
                .publishOn(world)
                .timeout(patience(), world)
                .switchIfEmpty(nothing(write))
                .doOnNext(answer -> ledger.writeEnds(write, answer))
                .thenReturn(true)
                .onErrorResume(
                        failure -> !(failure instanceof AssertionError),
                        failure -> failure instanceof RaftException outcome && outcome.isDefinitelyNotDone()
                                ? refused(write, retryCount)
                                : Mono.just(false));
    }

    private Optional<RaftClient<RegisterWrite, Integer, RegisterAnswer>> door(int member) {
        return outside == null ? cluster.node(member).map(node -> node) : Optional.of(outside);
    }

    private static <T> Mono<T> nothing(Object asked) {
        return Mono.error(() -> new AssertionError(asked + " was answered with nothing at all"));
    }

    /** Subscribes twice to what is one command. */
    private static Mono<RegisterAnswer> twice(Mono<RegisterAnswer> submitted) {
        return Mono.zip(submitted, submitted, (one, other) -> {
            Finding.unless(one.equals(other), () -> "One command was answered with " + one + " and with " + other);
            return one;
        });
    }

    private Mono<Boolean> refused(RegisterWrite write, int retryCount) {
        favourite = random.nextInt(plan.nodeCount());
        if (retryCount == 0) {
            ledger.writeRefused(write);
            return Mono.just(false);
        }
        cluster.faults().onFault(Fault.CLIENT_RETRY, "c" + number);
        return Mono.delay(RETRY_PAUSE, world).then(Mono.defer(() -> attempt(write, retryCount - 1)));
    }

    /** The way to a member. */
    private Mono<Long> travel() {
        return Mono.delay(Duration.ofNanos(random.nextLong(100_000, 1_000_000)), world);
    }

    /** How long until the client takes its request back, which it does early now and then. */
    private Duration patience() {
        if (plan.has(Fault.CLIENT_CANCEL) && random.nextInt(25) == 0) {
            cluster.faults().onFault(Fault.CLIENT_CANCEL, "c" + number);
            return Duration.ofNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(20)));
        }
        return Duration.ofMillis(random.nextLong(1_000, 5_000));
    }
}

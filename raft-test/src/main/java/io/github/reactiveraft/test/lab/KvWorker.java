package io.github.reactiveraft.test.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Somebody who appends, reads and, of shared keys, overwrites, one operation after the other. */
final class KvWorker {

    /** Short enough that most of the time is spent on waiting for an unreliable network. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

    private final KvClient client;
    private final int number;
    private final KvLoad load;
    private final RandomGenerator random;
    private final Scheduler clients;
    /** What the key of this worker's own holds. */
    private final StringBuilder built = new StringBuilder();

    private final long longestPause;
    private int tokenCount;

    KvWorker(LabCluster lab, KvClient client, int number, KvLoad load) {
        this.client = client;
        this.number = number;
        this.load = load;
        this.random = lab.cluster().simulation().random("worker " + number);
        this.clients = lab.clients();
        boolean isReliable = lab.cluster().network().model().isReliable();
        // What is fast is paced, so that many clients do not make a run longer than a few do.
        this.longestPause =
                LONGEST_PAUSE.multipliedBy(isReliable ? load.clientCount() : 1).toNanos();
    }

    /** Goes on while the gate is open; what was begun comes to its end. */
    Mono<Void> run(BooleanSupplier isOpen) {
        return Mono.defer(this::pause)
                .then(Mono.defer(() -> isOpen.getAsBoolean() ? operate() : Mono.just("")))
                .repeat(isOpen)
                .then();
    }

    private Mono<Long> pause() {
        return Mono.delay(Duration.ofNanos(random.nextLong(longestPause)), clients);
    }

    private Mono<String> operate() {
        if (load.isShared()) {
            return operateOn(key(random.nextInt(load.clientCount())));
        }
        if (random.nextBoolean()) {
            String token = token();
            return client.append(key(), token).doOnNext(done -> built.append(token));
        }
        return client.get(key()).doOnNext(this::requireBuilt);
    }

    private Mono<String> operateOn(String key) {
        int kind = random.nextInt(20);
        if (kind < 10) {
            return client.append(key, token());
        }
        return kind < 11 ? client.put(key, token()) : client.get(key);
    }

    private String token() {
        return "x " + number + " " + tokenCount++ + " y";
    }

    KvClient client() {
        return client;
    }

    /** The key of this worker's own, if it has one. */
    String key() {
        return key(number);
    }

    private static String key(int number) {
        return "k" + number;
    }

    /** Fails unless this worker's key holds every token that it has put there once, in its order. */
    void requireBuilt(String value) {
        KvLab.expectSame("The value of " + key(), value, built.toString());
    }
}

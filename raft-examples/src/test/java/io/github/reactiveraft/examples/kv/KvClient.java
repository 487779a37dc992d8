package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.examples.kv.KvOutput.Value;
import io.github.reactiveraft.test.ClusterNode;
import io.github.reactiveraft.test.RaftCluster;
import io.github.reactiveraft.test.history.History;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Puts, swaps, deletes and gets without an end, each through whatever node it draws, and records what it was told. */
final class KvClient {

    private static final List<String> KEYS = List.of("a", "b", "c");

    private final RaftCluster<KvCommand, KvQuery, KvOutput> cluster;
    private final History<Optional<KvCommand>, KvOutput> history;
    private final String name;
    private final SplittableRandom random;

    /** The last value read of each key, for a swap that has a chance. */
    private final Map<String, Optional<String>> seen = new HashMap<>();

    private int writeCount;

    KvClient(
            RaftCluster<KvCommand, KvQuery, KvOutput> cluster,
            History<Optional<KvCommand>, KvOutput> history,
            int number) {
        this.cluster = cluster;
        this.history = history;
        this.name = "c" + number;
        this.random = new SplittableRandom(cluster.seed() * 100 + number);
    }

    Flux<Void> operations() {
        return Mono.defer(() -> Mono.delay(Duration.ofMillis(random.nextInt(20, 120)), cluster.scheduler()))
                .then(Mono.defer(this::operation))
                .repeat();
    }

    /** Keys that expire; nobody records these, but all replicas have to agree on them. */
    Flux<Void> expiringPuts() {
        return Mono.defer(() -> Mono.delay(Duration.ofMillis(random.nextInt(100, 300)), cluster.scheduler()))
                .then(Mono.defer(() -> node().submit(Replica.put(
                                "expiring/" + random.nextInt(5), value(), Duration.ofMillis(random.nextInt(1, 3000)))))
                        .onErrorComplete(RaftException.class)
                        .then())
                .repeat();
    }

    private Mono<Void> operation() {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        Optional<KvCommand> command =
                switch (random.nextInt(6)) {
                    case 0 -> Optional.of(Replica.put(key, value()));
                    case 1 -> Optional.of(new KvCommand.Delete(key));
                    case 2, 3 ->
                        Optional.of(new KvCommand.CompareAndSet(
                                key, seen.getOrDefault(key, Optional.empty()), value(), Optional.empty()));
                    default -> Optional.empty();
                };
        ClusterNode<KvCommand, KvQuery, KvOutput> node = node();
        return recorded(key, command, command.map(node::submit).orElseGet(() -> node.read(new KvQuery.Get(key))));
    }

    private Mono<Void> recorded(String key, Optional<KvCommand> command, Mono<KvOutput> outcome) {
        int handle = history.invoke(name, key, command, now());
        return outcome.doOnNext(output -> {
                    history.complete(handle, output, now());
                    if (output instanceof Value read) {
                        seen.put(key, read.value());
                    }
                })
                .onErrorResume(RaftException.class, failure -> {
                    if (failure.isDefinitelyNotDone()) {
                        history.neverHappened(handle);
                    } else {
                        history.lost(handle);
                    }
                    return Mono.empty();
                })
                .then();
    }

    private ClusterNode<KvCommand, KvQuery, KvOutput> node() {
        return cluster.nodes().get(random.nextInt(cluster.nodes().size()));
    }

    /** No two writes have the same, so a read tells which it saw. */
    private String value() {
        return name + "-" + ++writeCount;
    }

    private long now() {
        return cluster.elapsed().toNanos();
    }
}

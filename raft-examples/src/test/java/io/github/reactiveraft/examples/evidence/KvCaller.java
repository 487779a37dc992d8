package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.examples.kv.KvCommand;
import io.github.reactiveraft.examples.kv.KvOutput;
import io.github.reactiveraft.examples.kv.KvOutput.Value;
import io.github.reactiveraft.examples.kv.KvQuery;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import reactor.core.publisher.Mono;

/** One client of a key-value store in processes: gets, puts, swaps and deletes, one after the other, and what it was told. */
final class KvCaller {

    private static final int KEY_COUNT = 40;
    private static final int SHORTEST_PAUSE_MILLIS = 10;
    private static final int LONGEST_PAUSE_MILLIS = 60;

    private final RaftClient<KvCommand, KvQuery, KvOutput> client;
    private final KvRecord record;
    private final String name;
    private final SplittableRandom random;
    private final Map<String, Optional<String>> seen = new HashMap<>();
    private int writeCount;

    KvCaller(RaftClient<KvCommand, KvQuery, KvOutput> client, KvRecord record, int number) {
        this.client = client;
        this.record = record;
        this.name = "c" + number;
        this.random = new SplittableRandom(number);
    }

    /** Goes on until the record is closed; completes then. */
    Mono<Void> operations() {
        return Mono.defer(() ->
                        Mono.delay(Duration.ofMillis(random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS))))
                .then(Mono.defer(this::operation))
                .repeat(record::isOpen)
                .then();
    }

    private Mono<Void> operation() {
        String key = "k" + random.nextInt(KEY_COUNT);
        Optional<KvCommand> command =
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> Optional.of(new KvCommand.Put(key, value(), Optional.empty()));
                    case 3, 4 ->
                        Optional.of(new KvCommand.CompareAndSet(
                                key, seen.getOrDefault(key, Optional.empty()), value(), Optional.empty()));
                    case 5 -> Optional.of(new KvCommand.Delete(key));
                    default -> Optional.empty();
                };
        int handle = record.invoke(name, key, command);
        return command.map(client::submit)
                .orElseGet(() -> client.read(new KvQuery.Get(key)))
                .doOnNext(output -> {
                    record.complete(handle, command, output);
                    if (output instanceof Value read) {
                        seen.put(key, read.value());
                    }
                })
                .onErrorResume(RaftException.class, failure -> {
                    record.failed(handle, command, failure);
                    return Mono.empty();
                })
                .then();
    }

    /** No two writes have the same, so a read tells which it saw. */
    private String value() {
        return name + "-" + ++writeCount;
    }
}

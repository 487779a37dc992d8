package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.test.history.History;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** A client of the lab's store: whatever it does and is told stands in the history. Each subscription is one operation. */
final class KvClient {

    private final String name;
    private final RaftClient<String, String, String> client;
    private final History<KvInput, Long> history;
    private final LongSupplier nanos;

    KvClient(
            String name,
            RaftClient<String, String, String> client,
            History<KvInput, Long> history,
            LongSupplier nanos) {
        this.name = name;
        this.client = client;
        this.history = history;
        this.nanos = nanos;
    }

    Mono<String> put(String key, String value) {
        return submit(new KvInput.Put(key, value));
    }

    Mono<String> append(String key, String value) {
        return submit(new KvInput.Append(key, value));
    }

    private Mono<String> submit(KvInput input) {
        return recorded(input, () -> client.submit(KvInput.command(input)));
    }

    /** A linearizable read; what is absent is empty. */
    Mono<String> get(String key) {
        return recorded(new KvInput.Get(key), () -> client.read(key));
    }

    private Mono<String> recorded(KvInput input, Supplier<Mono<String>> operation) {
        return Mono.defer(() -> {
            int handle = history.invoke(name, input.key(), input, nanos.getAsLong());
            return operation
                    .get()
                    .doOnNext(answer -> history.complete(handle, KvModel.output(input, answer), nanos.getAsLong()))
                    .onErrorMap(
                            failure -> !(failure instanceof AssertionError),
                            failure -> new AssertionError(name + " gave up " + input + ": " + failure, failure));
        });
    }

    @Override
    public String toString() {
        return name;
    }
}

package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.examples.kv.KvOutput.KeyChange;
import reactor.core.publisher.Flux;

/** Tells what becomes of some keys. */
public final class KvWatch {

    private KvWatch() {}

    /**
     * The changes of keys with a prefix from an index of the log on, in its order; errors are those of {@link
     * RaftClient#watch(long)}.
     *
     * <p>To keep a copy of what the keys hold: read {@link KvQuery.List} with {@code ReadMode.local(token)}, and watch from
     * {@code token.index() + 1}. After {@code Compacted}, do that again.
     *
     * @param client a node, or a client of the cluster elsewhere
     * @param prefix empty for all keys
     * @param fromIndex from 1
     */
    // snippet: watch
    public static Flux<Change<KeyChange>> prefix(
            RaftClient<KvCommand, KvQuery, KvOutput> client, String prefix, long fromIndex) {
        return client.watch(fromIndex).handle((change, sink) -> {
            if (change.value() instanceof KeyChange key && key.key().startsWith(prefix)) {
                sink.next(new Change<>(change.index(), key));
            }
        });
    }
    // end

    /** The changes of keys with a prefix from the subscription on; errors are those of {@link RaftClient#watch()}. */
    public static Flux<KeyChange> prefix(RaftClient<KvCommand, KvQuery, KvOutput> client, String prefix) {
        Flux<KeyChange> changes = client.watch().map(Change::value).ofType(KeyChange.class);
        return changes.filter(change -> change.key().startsWith(prefix));
    }
}

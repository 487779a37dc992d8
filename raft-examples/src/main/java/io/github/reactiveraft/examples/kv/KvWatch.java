package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.examples.kv.KvOutput.KeyChange;
import reactor.core.publisher.Flux;

/** Tells what becomes of some keys. */
public final class KvWatch {

    private KvWatch() {}

    /**
     * The changes of keys with a prefix that a node applies from the subscription on, in log order; errors, and what becomes
     * of a subscriber that is too slow for the changes of all keys, are those of {@link RaftNode#watch()}.
     *
     * <p>To keep a copy of what the keys hold: subscribe first, then read {@link KvQuery.List} at the same node, and take
     * from then on what is newer.
     *
     * @param prefix empty for all keys
     */
    // snippet: watch
    public static Flux<KeyChange> prefix(RaftNode<KvCommand, KvQuery, KvOutput> node, String prefix) {
        Flux<KeyChange> changes = node.watch().map(Change::value).ofType(KeyChange.class);
        return changes.filter(change -> change.key().startsWith(prefix));
    }
    // end
}

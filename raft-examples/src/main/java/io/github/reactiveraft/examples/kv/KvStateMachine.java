package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.examples.kv.KvCommand.CompareAndSet;
import io.github.reactiveraft.examples.kv.KvCommand.Put;
import io.github.reactiveraft.examples.kv.KvOutput.Done;
import io.github.reactiveraft.examples.kv.KvOutput.Value;
import io.github.reactiveraft.examples.kv.KvQuery.Get;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A replicated map from keys to values.
 *
 * <p>A time to live counts by the log's time, which moves only with commands: a key is gone with the first command, for
 * whatever key, whose time is at or after its end. That is later than the end if nothing is written meanwhile: in an idle
 * cluster time stands still, and a key that is over is still read. What is over goes before the command is applied, the
 * earliest first, in the order of the keys where several end at once.
 */
public final class KvStateMachine implements StateMachine<KvCommand, KvQuery, KvOutput> {

    private Store store = new Store();

    /** Starts out empty. */
    public KvStateMachine() {}

    @Override
    public Codec<KvCommand> commandCodec() {
        return KvCommand.CODEC;
    }

    @Override
    public Codec<KvQuery> queryCodec() {
        return KvQuery.CODEC;
    }

    @Override
    public Codec<KvOutput> resultCodec() {
        return KvOutput.CODEC;
    }

    // snippet: apply
    @Override
    public KvOutput apply(KvCommand command, ApplyContext<KvOutput> context) {
        store.removeExpired(context.timestamp().toEpochMilli()).forEach(item -> context.emit(item.removed(true)));
        Optional<Item> before = store.find(command.key());
        if (command instanceof Put put) {
            return put(put, before, context);
        }
        if (command instanceof CompareAndSet swap) {
            boolean isExpected = before.map(Item::value).equals(swap.expected());
            return isExpected
                    ? put(new Put(swap.key(), swap.value(), swap.timeToLive()), before, context)
                    : unchanged(before);
        }
        return before.isPresent() ? delete(before.get(), context) : unchanged(before);
    }

    private KvOutput put(Put put, Optional<Item> before, ApplyContext<KvOutput> context) {
        long now = context.timestamp().toEpochMilli();
        long expiresAt =
                put.timeToLive().map(Duration::toMillis).map(time -> now + time).orElse(Item.NEVER);
        Item item = new Item(put.key(), put.value(), context.index(), expiresAt);
        store.put(item);
        context.emit(item.stored());
        return new Done(true, before.map(Item::value), item.version());
    }
    // end

    private KvOutput delete(Item item, ApplyContext<KvOutput> context) {
        store.remove(item.key());
        context.emit(item.removed(false));
        return new Done(true, Optional.of(item.value()), 0);
    }

    private static KvOutput unchanged(Optional<Item> item) {
        return new Done(false, item.map(Item::value), item.map(Item::version).orElse(0L));
    }

    @Override
    public KvOutput query(KvQuery query) {
        if (query instanceof Get read) {
            Optional<Item> found = store.find(read.key());
            return new Value(found.map(Item::value), found.map(Item::version).orElse(0L));
        }
        KvQuery.List list = (KvQuery.List) query;
        return store.page(list.prefix(), list.after());
    }

    @Override
    public long digest() {
        return store.digest();
    }

    @Override
    public Publisher<ByteBuffer> snapshot() {
        return Captured.chunks(store.items());
    }

    @Override
    public Mono<Void> restore(Flux<ByteBuffer> chunks) {
        return chunks.reduceWith(Restoring::new, Restoring::take)
                .doOnNext(restored -> store = restored.store())
                .then();
    }
}

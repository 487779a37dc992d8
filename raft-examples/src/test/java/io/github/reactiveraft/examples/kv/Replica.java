package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.api.ApplyContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** One state machine, fed by hand: its log's time is the test's. */
final class Replica {

    private final KvStateMachine machine = new KvStateMachine();
    private final List<KvOutput> changes = new ArrayList<>();
    private Instant time = Instant.parse("2026-01-01T00:00:00Z");
    private long index;

    static KvCommand put(String key, String value) {
        return new KvCommand.Put(key, value, Optional.empty());
    }

    static KvCommand put(String key, String value, Duration timeToLive) {
        return new KvCommand.Put(key, value, Optional.of(timeToLive));
    }

    /** Lets the log's time pass, of which the state machine learns with the next command. */
    Replica after(Duration duration) {
        time = time.plus(duration);
        return this;
    }

    KvOutput apply(KvCommand command) {
        index++;
        return machine.apply(command, new Context(index, time));
    }

    KvOutput get(String key) {
        return machine.query(new KvQuery.Get(key));
    }

    KvOutput.Entries list(String prefix, String after) {
        return (KvOutput.Entries) machine.query(new KvQuery.List(prefix, after));
    }

    /** The changes since this was asked the last time. */
    List<KvOutput> newChanges() {
        List<KvOutput> fresh = List.copyOf(changes);
        changes.clear();
        return fresh;
    }

    long digest() {
        return machine.digest();
    }

    Publisher<ByteBuffer> snapshot() {
        return machine.snapshot();
    }

    void restore(Flux<ByteBuffer> chunks) {
        machine.restore(chunks).block();
    }

    private final class Context implements ApplyContext<KvOutput> {

        private final long index;
        private final Instant timestamp;

        Context(long index, Instant timestamp) {
            this.index = index;
            this.timestamp = timestamp;
        }

        @Override
        public long index() {
            return index;
        }

        @Override
        public long term() {
            return 1;
        }

        @Override
        public Instant timestamp() {
            return timestamp;
        }

        @Override
        public RandomGenerator random() {
            return new SplittableRandom(index);
        }

        @Override
        public void emit(KvOutput change) {
            changes.add(change);
        }
    }
}

package io.github.reactiveraft.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.RaftException.Compacted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/**
 * Watchers of changes that the test applies, with the tasks of the loop in its hand. Every command emits its own index as a change,
 * unless said otherwise. Eight of those are kept.
 */
class WatchFixture {

    static final int SIZE = EventRing.OVERHEAD + Long.BYTES;
    static final int KEPT = 8;

    final Deque<Runnable> tasks = new ArrayDeque<>();
    EventRing<Long> ring = new EventRing<>(Codec.int64(), KEPT * SIZE, 0);
    Watches<Long> watches = new Watches<>(Words.N1, ring, tasks::add);
    int taskCount;

    void keep(int count) {
        ring = new EventRing<>(Codec.int64(), count * SIZE, 0);
        watches = new Watches<>(Words.N1, ring, tasks::add);
    }

    void apply(long first, long last) {
        for (long index = first; index <= last; index++) {
            applyWithoutTasks(index);
            runAll();
        }
    }

    void applyWithoutTasks(long index) {
        watches.applied(index, changes(index, index));
    }

    static List<Change<Long>> changes(long index, long... values) {
        return LongStream.of(values)
                .mapToObj(value -> new Change<>(index, value))
                .toList();
    }

    void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            taskCount++;
            task.run();
        }
    }

    static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    Client watching(Flux<Change<Long>> watch, long demand) {
        return watching(watch, new Client(demand));
    }

    Client watching(Flux<Change<Long>> watch, Client client) {
        watch.subscribe(client);
        runAll();
        return client;
    }

    /** Writes down what it sees, and asks for so many to begin with. */
    static class Client extends BaseSubscriber<Change<Long>> {

        final List<Long> seen = new ArrayList<>();
        private final long demand;
        private String end = "none";

        Client(long demand) {
            this.demand = demand;
        }

        String end() {
            return end;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (demand > 0) {
                subscription.request(demand);
            }
        }

        @Override
        protected void hookOnNext(Change<Long> change) {
            seen.add(Objects.requireNonNull(change.value()));
        }

        @Override
        protected void hookOnError(Throwable failure) {
            assertThat(end).isEqualTo("none");
            end = failure.getClass().getSimpleName()
                    + (failure instanceof Compacted compacted ? " from " + compacted.availableFrom() : "");
        }
    }
}

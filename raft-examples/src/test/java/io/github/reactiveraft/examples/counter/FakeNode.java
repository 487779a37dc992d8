package io.github.reactiveraft.examples.counter;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.MemberStatus;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.RoleChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A cluster of one without log and disk: applies at once, on a loop of its own, and can be told to fail. */
public final class FakeNode implements RaftNode<Long, CounterQuery, CounterResult> {

    private static final NodeId ID = NodeId.of("n1");

    private final Scheduler loop = Schedulers.newSingle("fake-loop", true);
    private final CounterStateMachine machine = new CounterStateMachine();
    private final List<FluxSink<Change<CounterResult>>> watchers = new CopyOnWriteArrayList<>();
    private final List<Change<CounterResult>> changes = new CopyOnWriteArrayList<>();
    private final Sinks.Empty<Void> terminated = Sinks.empty();
    private final AtomicInteger submitCount = new AtomicInteger();
    private final AtomicInteger cancelCount = new AtomicInteger();
    private volatile Optional<Supplier<Mono<CounterResult>>> scripted = Optional.empty();
    private volatile List<MemberStatus> members = List.of();
    private volatile long availableFrom = 1;
    private long index;

    /** From now on, answers adds and reads with this. */
    public void answerWith(Supplier<Mono<CounterResult>> answer) {
        scripted = Optional.of(answer);
    }

    public void failWith(RuntimeException failure) {
        answerWith(() -> Mono.error(failure));
    }

    public void members(MemberStatus... statuses) {
        members = List.of(statuses);
    }

    public int submitCount() {
        return submitCount.get();
    }

    public int cancelCount() {
        return cancelCount.get();
    }

    public int watcherCount() {
        return watchers.size();
    }

    @Override
    public NodeId id() {
        return ID;
    }

    @Override
    public Mono<CounterResult> submit(Long command) {
        return Mono.defer(() -> {
                    submitCount.incrementAndGet();
                    return scripted.isPresent() ? scripted.get().get() : Mono.fromSupplier(() -> apply(command));
                })
                .doOnCancel(cancelCount::incrementAndGet)
                .subscribeOn(loop);
    }

    private CounterResult apply(long delta) {
        index++;
        return machine.apply(delta, new Context(index));
    }

    @Override
    public Mono<CounterResult> read(CounterQuery query, ReadMode mode) {
        return Mono.defer(() ->
                        scripted.isPresent() ? scripted.get().get() : Mono.fromSupplier(() -> machine.query(query)))
                .doOnNext(answer -> reached(mode))
                .subscribeOn(loop);
    }

    private void reached(ReadMode mode) {
        if (mode instanceof ReadMode.Local local) {
            local.token().advance(index);
        }
    }

    /** From now on, has no changes before an index. */
    public void forgetChangesBefore(long from) {
        availableFrom = from;
    }

    @Override
    public Flux<Change<CounterResult>> watch(long fromIndex) {
        return Flux.defer(() -> fromIndex < availableFrom
                ? Flux.error(new RaftException.Compacted("gone", availableFrom))
                : watch().startWith(Flux.fromIterable(changes).filter(change -> change.index() >= fromIndex)));
    }

    @Override
    public Flux<Change<CounterResult>> watch() {
        return Flux.<Change<CounterResult>>create(
                        sink -> {
                            watchers.add(sink);
                            sink.onDispose(() -> watchers.remove(sink));
                        },
                        OverflowStrategy.ERROR)
                .onErrorMap(
                        IllegalStateException.class, overflow -> new RaftException.Compacted("too slow", index + 1));
    }

    @Override
    public RaftStatus status() {
        return new RaftStatus(ID, Role.LEADER, 1, Optional.of(ID), index, index, index);
    }

    @Override
    public Flux<RaftStatus> statuses() {
        return Flux.just(status());
    }

    @Override
    public Flux<RoleChange> roles() {
        return Flux.just(new RoleChange(1, Role.LEADER));
    }

    @Override
    public Flux<LeaderChange> leaders() {
        return Flux.just(new LeaderChange(1, Optional.of(ID)));
    }

    @Override
    public Mono<List<MemberStatus>> cluster() {
        return Mono.fromSupplier(() -> members);
    }

    @Override
    public Mono<Void> terminated() {
        return terminated.asMono();
    }

    /** Ends as a node does whose disk failed. */
    public void fail(String message) {
        terminated.tryEmitError(new RaftException.Fatal(message, null));
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> {
            watchers.forEach(watcher -> watcher.error(new RaftException.Closed(ID)));
            terminated.tryEmitEmpty();
            loop.dispose();
        });
    }

    private final class Context implements ApplyContext<CounterResult> {

        private final long index;

        Context(long index) {
            this.index = index;
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
            return Instant.EPOCH;
        }

        @Override
        public RandomGenerator random() {
            return new SplittableRandom(index);
        }

        @Override
        public void emit(CounterResult change) {
            Change<CounterResult> told = new Change<>(index, change);
            changes.add(told);
            watchers.forEach(watcher -> watcher.next(told));
        }
    }
}

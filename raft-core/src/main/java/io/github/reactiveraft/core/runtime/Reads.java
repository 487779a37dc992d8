package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.api.model.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Linearizable reads through the log: a no-op is proposed, and when it is applied, the state holds everything that was
 * acknowledged before the reads began (§8). All reads that wait when a no-op gets its place share it.
 *
 * @param <Q> queries
 * @param <R> answers
 */
final class Reads<Q, R> {

    private final NodeId self;
    private final StateMachine<?, Q, R> machine;
    private final Proposals<R> proposals;
    private final int maxCount;
    /** Taken from by the loop and by whoever is refused a barrier: {@code maxCount} bounds it. */
    private final Queue<Read<Q, R>> waiting = new ConcurrentLinkedQueue<>();

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean isBarrierQueued = new AtomicBoolean();

    Reads(NodeId self, StateMachine<?, Q, R> machine, Proposals<R> proposals, int maxCount) {
        this.self = self;
        this.machine = machine;
        this.proposals = proposals;
        this.maxCount = maxCount;
    }

    /** One read on this node, which should lead; from any thread. */
    Mono<R> read(Q query) {
        return Mono.create(sink -> {
            if (count.incrementAndGet() > maxCount) {
                count.decrementAndGet();
                sink.error(new RaftException.Overloaded(
                        "Already " + maxCount + " reads are waiting on " + self + ": ask less at a time"));
                return;
            }
            waiting.add(new Read<>(query, sink));
            if (isBarrierQueued.compareAndSet(false, true)) {
                proposals.enqueue(Proposal.noop(), new Barrier());
            }
        });
    }

    private List<Read<Q, R>> takeAll() {
        isBarrierQueued.set(false);
        List<Read<Q, R>> taken = new ArrayList<>();
        for (Read<Q, R> next = waiting.poll(); next != null; next = waiting.poll()) {
            taken.add(next);
        }
        return taken;
    }

    private void answer(Read<Q, R> read) {
        count.decrementAndGet();
        try {
            read.sink().success(Objects.requireNonNull(machine.query(read.query()), "it answered null"));
        } catch (RuntimeException | Error thrown) {
            read.sink().error(new RaftException.Rejected("The query failed: " + thrown.getMessage(), thrown));
        }
    }

    private void refuse(Read<Q, R> read, RaftException cause) {
        count.decrementAndGet();
        read.sink().error(cause);
    }

    private record Read<Q, R>(Q query, MonoSink<R> sink) {}

    /** The place in the log that a group of reads waits for. */
    private final class Barrier implements Waiter<R> {

        private @Nullable List<Read<Q, R>> reads;

        @Override
        public boolean taken() {
            List<Read<Q, R>> group = takeAll();
            reads = group;
            return !group.isEmpty();
        }

        @Override
        public void applied(@Nullable R result) {
            group().forEach(Reads.this::answer);
        }

        @Override
        public void failed(RaftException cause) {
            RaftException answer = cause.isDefinitelyNotDone()
                    ? cause
                    : new RaftException.Unavailable(self + " lost its leadership while reading: read again");
            group().forEach(read -> refuse(read, answer));
        }

        /** Those that were there when the barrier got its place; if it got none, those that hoped for one. */
        private List<Read<Q, R>> group() {
            List<Read<Q, R>> group = reads;
            return group == null ? takeAll() : group;
        }
    }
}

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.NodeTime;
import io.github.reactiveraft.core.protocol.Effect.RoundBegun;
import io.github.reactiveraft.core.protocol.Event.ReadsAsked;
import io.github.reactiveraft.core.protocol.RaftView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * Linearizable reads without a place in the log (thesis §6.4): first an index is asked for, of this node if it leads, else
 * of the leader; then the state has to have got there. All reads that come while one index is being asked for share the
 * next one. Whatever is not said to be for any thread is used on the loop only.
 */
final class Reads {

    private final RaftLoop loop;
    private final NodeId self;
    private final Supplier<@Nullable NodeId> leaderToAsk;
    private final int maxCount;
    private final NodeTime time;
    private final Duration patience;
    private final AtomicInteger count = new AtomicInteger();
    /** Bounded by the count. */
    private final Queue<PendingRead> waiting =
            Queues.<PendingRead>unboundedMultiproducer().get();

    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final Sinks.Many<NodeId> leaders = Sinks.many().unicast().onBackpressureBuffer();
    /** Those that wait for an index, and for which round if this node leads. */
    private List<PendingRead> asking = List.of();

    private @Nullable RoundBegun round;
    /** Those that wait for the state, by the index that it has to have got to. */
    private final SortedMap<Long, List<Ready>> ready = new TreeMap<>();
    /** Those that the leader answers; bounded by the count. */
    private final Sinks.Many<Mono<Void>> sentOn = Sinks.many().unicast().onBackpressureBuffer();

    private long lastApplied;
    private long restoring;
    private @Nullable RaftException closed;

    /**
     * Nothing is asked yet.
     *
     * @param leaderToAsk null if this node leads; throws why nobody can be asked
     */
    Reads(RaftLoop loop, NodeParts parts, Supplier<@Nullable NodeId> leaderToAsk) {
        this.loop = loop;
        this.self = parts.settings().node();
        this.maxCount = parts.settings().limits().pendingCount();
        this.time = parts.time();
        this.patience = parts.settings().timing().electionTimeoutMax();
        this.leaderToAsk = leaderToAsk;
    }

    /** Has an index asked for, and the read answered when the state has got there; from any thread. */
    void ask(PendingRead read) {
        if (isAdmitted(read)) {
            waiting.add(read);
            askLater();
        }
    }

    /** Not at once: it may be a step of the core that says so. */
    private void askLater() {
        if (!waiting.isEmpty() && isScheduled.compareAndSet(false, true)) {
            loop.execute(this::askNext);
        }
    }

    /** Has a read answered from a state that has got to an index, whatever others know; from any thread. */
    void await(long index, PendingRead read) {
        if (isAdmitted(read)) {
            loop.execute(() -> getReady(index, read));
        }
    }

    private boolean isAdmitted(PendingRead read) {
        if (count.incrementAndGet() <= maxCount) {
            return true;
        }
        count.decrementAndGet();
        read.failed(new RaftException.Overloaded(
                "Already " + maxCount + " reads are waiting on " + self + ": ask less at a time"));
        return false;
    }

    private void askNext() {
        isScheduled.set(false);
        if (!asking.isEmpty()) {
            return;
        }
        List<PendingRead> batch = takeAll();
        if (batch.isEmpty()) {
            return;
        }
        try {
            if (closed != null) {
                throw closed;
            }
            ask(batch, leaderToAsk.get());
        } catch (RaftException refused) {
            asking = List.of();
            batch.forEach(read -> fail(read, refused));
        }
    }

    private void ask(List<PendingRead> batch, @Nullable NodeId leader) {
        if (leader == null) {
            asking = batch;
            loop.step(new ReadsAsked());
            return;
        }
        List<PendingRead> own = new ArrayList<>();
        for (PendingRead read : batch) {
            if (read.isForwarded()) {
                fail(read, new RaftException.NotLeader(self, leader));
            } else {
                own.add(read);
            }
        }
        asking = own;
        if (!own.isEmpty()) {
            leaders.tryEmitNext(leader);
        }
    }

    private List<PendingRead> takeAll() {
        List<PendingRead> batch = new ArrayList<>();
        for (PendingRead next = waiting.poll(); next != null; next = waiting.poll()) {
            batch.add(next);
        }
        return batch;
    }

    /** The core says what the reads have to wait for. */
    void begun(RoundBegun effect) {
        round = effect;
    }

    /** The core is sure of this round and all before it. */
    void confirmed(long confirmedRound) {
        RoundBegun begun = round;
        if (begun != null && begun.round() <= confirmedRound) {
            round = null;
            answered(begun.readIndex());
        }
    }

    /** The core does not lead. */
    void refused() {
        failAsking(NotTaken.by(loop.view()));
    }

    /** The leadership is over: whether it was when the reads came nobody will find out. */
    void leadershipLost() {
        if (round != null) {
            round = null;
            failAsking(new RaftException.Unavailable(self + " lost its leadership while reading: read again"));
        }
    }

    /**
     * Asks leaders for indexes; each element is an answer that was taken in.
     *
     * @param forwarding asks one
     * @param scheduler the loop
     */
    Flux<Long> answers(Forwarding forwarding, Scheduler scheduler) {
        return leaders.asFlux().concatMap(leader -> forwarding
                .readIndex(leader)
                .publishOn(scheduler)
                .doOnNext(this::answered)
                .onErrorResume(RaftException.class, cause -> {
                    failAsking(cause);
                    return Mono.empty();
                }));
    }

    private void answered(long index) {
        List<PendingRead> batch = asking;
        asking = List.of();
        for (PendingRead read : batch) {
            if (read.isForwarded()) {
                count.decrementAndGet();
                read.answer(index);
            } else {
                getReady(index, read);
            }
        }
        askLater();
    }

    private void failAsking(RaftException cause) {
        List<PendingRead> batch = asking;
        asking = List.of();
        batch.forEach(read -> fail(read, cause));
        askLater();
    }

    private void getReady(long index, PendingRead read) {
        if (closed != null) {
            fail(read, closed);
        } else if (isWhole() && lastApplied >= index) {
            answer(read);
        } else {
            ready.computeIfAbsent(index, each -> new ArrayList<>()).add(new Ready(index, time.nanos(), read));
        }
    }

    /** The state got to an index, and is whole again if a snapshot was being restored. */
    void applied(long index) {
        lastApplied = index;
        if (ready.isEmpty() || !isWhole()) {
            return;
        }
        SortedMap<Long, List<Ready>> reached = ready.headMap(index + 1);
        List<Ready> batch = reached.values().stream().flatMap(List::stream).toList();
        reached.clear();
        batch.forEach(each -> answer(each.read()));
    }

    /** The state is about to be replaced: nobody may look at it meanwhile. */
    void adopted(SnapshotMeta snapshot) {
        restoring = Math.max(restoring, snapshot.index());
    }

    private boolean isWhole() {
        return restoring <= lastApplied;
    }

    /**
     * Looks after those that wait in vain: nobody is there to send what the state lacks, the disk takes nothing, or it takes too
     * long. They go to the leader, if that is another node and they may; those that want this state are told.
     */
    void look(RaftView view, StorageHealth storage) {
        NodeId leader = view.leader();
        if (ready.isEmpty()) {
            return;
        }
        if (leader == null) {
            failReady(new RaftException.Unavailable(self + " knows no leader in term " + view.term()
                    + ", and its state is behind: try again in a moment"));
            return;
        }
        RaftException held = storage.isWritable() || self.equals(leader)
                ? null
                : new RaftException.Unavailable(
                        self + " is behind, and its disk takes nothing (" + storage + "): read from another member");
        List<List<Ready>> all = List.copyOf(ready.values());
        ready.clear();
        all.forEach(batch -> batch.forEach(each -> sendOn(each, leader, held)));
    }

    private void sendOn(Ready waits, NodeId leader, @Nullable RaftException held) {
        boolean isDue = held != null || time.nanos() - waits.since() >= patience.toNanos();
        Mono<Void> elsewhere = isDue ? waits.read().elsewhere(leader) : null;
        if (elsewhere != null && !leader.equals(self)) {
            sentOn.tryEmitNext(elsewhere
                    .doOnCancel(() -> waits.read().failed(new RaftException.Closed(self)))
                    .doFinally(signal -> count.decrementAndGet()));
        } else if (held != null) {
            fail(waits.read(), held);
        } else if (isDue && elsewhere == null) {
            fail(
                    waits.read(),
                    new RaftException.Unavailable(self + " has not got to index " + waits.index()
                            + " in time: read from another member, or again later"));
        } else {
            ready.computeIfAbsent(waits.index(), each -> new ArrayList<>()).add(waits);
        }
    }

    /** Has leaders answer in this node's place; without elements or end. Its cancellation fails those that wait. */
    Flux<Void> elsewhere() {
        return sentOn.asFlux().flatMap(answer -> answer, Integer.MAX_VALUE);
    }

    /** The node stops: everything is answered, now and from now on. */
    void close(RaftException cause) {
        closed = cause;
        round = null;
        failAsking(cause);
        failReady(cause);
    }

    private void failReady(RaftException cause) {
        List<List<Ready>> all = List.copyOf(ready.values());
        ready.clear();
        all.forEach(batch -> batch.forEach(each -> fail(each.read(), cause)));
    }

    /** A read that waits for the state to get to an index, and since when. */
    private record Ready(long index, long since, PendingRead read) {}

    private void answer(PendingRead read) {
        count.decrementAndGet();
        read.answer(lastApplied);
    }

    private void fail(PendingRead read, RaftException cause) {
        count.decrementAndGet();
        read.failed(cause);
    }
}

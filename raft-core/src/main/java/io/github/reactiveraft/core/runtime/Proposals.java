package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.session.Admission;
import io.github.reactiveraft.api.spi.NodeTime;
import io.github.reactiveraft.core.protocol.Effect.Accepted;
import io.github.reactiveraft.core.protocol.Event.Proposed;
import io.github.reactiveraft.core.replicated.Applied;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.util.concurrent.Queues;

/**
 * Admission, batching and waiting. What is admitted counts against the limits until it is answered; beyond them the
 * answer is {@link RaftException.Overloaded} at once. Whatever has queued when the loop comes by is one batch.
 *
 * @param <R> what the state machine puts out
 */
final class Proposals<R> {

    private final RaftLoop loop;
    private final NodeId self;
    private final RaftLimits limits;
    private final NodeTime time;
    private final Queue<Queued<R>> queue =
            Queues.<Queued<R>>unboundedMultiproducer().get();
    private final Admission admission;
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final Deque<Placed<R>> placed = new ArrayDeque<>();
    private List<Queued<R>> offered = List.of();
    private @Nullable RaftException closed;

    Proposals(RaftLoop loop, NodeId self, RaftLimits limits, NodeTime time) {
        this.loop = loop;
        this.self = self;
        this.limits = limits;
        this.time = time;
        this.admission = new Admission(self, limits);
    }

    /** Admits a proposal, or fails its waiter at once; from any thread. */
    void enqueue(Proposal proposal, Waiter<R> waiter) {
        RaftException overloaded = admission.admit(proposal.entryBytes());
        if (overloaded != null) {
            waiter.failed(overloaded);
            return;
        }
        queue.add(new Queued<>(proposal, waiter));
        if (isScheduled.compareAndSet(false, true)) {
            loop.execute(this::offerAll);
        }
    }

    /** The core took the batch: from now on each waits for its index. */
    void accepted(Accepted effect) {
        long index = effect.firstIndex();
        for (Queued<R> queued : offered) {
            placed.add(new Placed<>(index++, queued));
        }
        offered = List.of();
    }

    /** The core did not take the batch: this node does not lead. */
    void notAccepted() {
        fail(offered, NotTaken.by(loop.view()));
        offered = List.of();
    }

    /** An entry was applied; its waiter, if there is one, has its answer. */
    void applied(long index, Applied<R> applied) {
        Placed<R> head = placed.peek();
        if (head != null && head.index() == index) {
            placed.remove();
            release(head.queued().proposal());
            head.queued().waiter().applied(index, applied);
        }
    }

    /** The leadership is over: what became of the placed ones will be known only to its successor. */
    void leadershipLost() {
        List<Queued<R>> lost = placed.stream().map(Placed::queued).toList();
        placed.clear();
        fail(
                lost,
                new RaftException.OutcomeUnknown(
                        self + " lost its leadership before the command was applied: it may still be", null));
    }

    /** The node stops: everything is answered, now and from now on. */
    void close(RaftException cause) {
        closed = cause;
        fail(offered, cause);
        offered = List.of();
        leadershipLost();
        offerAll();
    }

    private void offerAll() {
        isScheduled.set(false);
        for (List<Queued<R>> batch = take(); !batch.isEmpty(); batch = take()) {
            if (closed != null) {
                fail(batch, closed);
            } else {
                offered = batch;
                List<Proposal> proposals = batch.stream().map(Queued::proposal).toList();
                loop.step(new Proposed(proposals, time.wallMillis()));
            }
        }
    }

    private List<Queued<R>> take() {
        List<Queued<R>> batch = new ArrayList<>();
        int bytes = 0;
        while (batch.size() < limits.batchEntryCount() && bytes < limits.batchBytes()) {
            Queued<R> next = queue.poll();
            if (next == null) {
                break;
            }
            if (next.waiter().taken()) {
                batch.add(next);
                bytes += next.proposal().entryBytes();
            } else {
                release(next.proposal());
            }
        }
        return batch;
    }

    private void fail(List<Queued<R>> batch, RaftException cause) {
        for (Queued<R> queued : batch) {
            release(queued.proposal());
            queued.waiter().failed(cause);
        }
    }

    private void release(Proposal proposal) {
        admission.release(proposal.entryBytes());
    }

    private record Queued<R>(Proposal proposal, Waiter<R> waiter) {}

    private record Placed<R>(long index, Queued<R> queued) {}
}

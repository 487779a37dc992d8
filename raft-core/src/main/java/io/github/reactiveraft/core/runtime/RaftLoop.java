package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.core.protocol.Effect;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.RaftCore;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * The one place where things happen one after the other: a mailbox that any thread may fill and the loop lane empties. A
 * task may step the core; what its effects cause comes back as a later task, never nested.
 *
 * <p>The mailbox has no bound of its own: every source is bounded where it enters (admitted proposals, waiting inbound
 * requests, the replication windows, one timer and one write in progress).
 */
final class RaftLoop {

    /** After so many tasks the lane's other work, above all timers, gets its turn. */
    private static final int BURST = 256;

    private static final Logger LOG = LoggerFactory.getLogger(RaftLoop.class);

    private final RaftCore core;
    private final Scheduler scheduler;
    private final StepObserver observer;
    private final Queue<Runnable> mailbox =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger workInProgress = new AtomicInteger();
    private final Disposable.Composite subscriptions = Disposables.composite();
    private volatile RaftView view;
    private volatile boolean isClosed;
    private boolean isStepping;
    private Consumer<Throwable> failure = cause -> LOG.error("Failed before the start", cause);
    private Effect.@Nullable Handler effects;
    private Runnable afterBurst = () -> {};

    RaftLoop(RaftCore core, Scheduler scheduler, StepObserver observer) {
        this.core = core;
        this.scheduler = scheduler;
        this.observer = observer;
        this.view = core.view();
    }

    /** Says who carries out effects, what follows each burst and who hears of a failure; before the first task. */
    void connect(Effect.Handler effectHandler, Runnable burstHandler, Consumer<Throwable> failureHandler) {
        this.effects = effectHandler;
        this.afterBurst = burstHandler;
        this.failure = failureHandler;
    }

    /** The core after the latest step; from any thread. */
    RaftView view() {
        return view;
    }

    /** Queues a task; from any thread. */
    void execute(Runnable task) {
        mailbox.add(task);
        if (workInProgress.getAndIncrement() == 0) {
            scheduleDrain();
        }
    }

    /** Queues an event; from any thread. */
    void emit(Event event) {
        execute(() -> step(event));
    }

    /** Takes one step now; only inside a task. */
    void step(Event event) {
        Effect.Handler handler = effects;
        if (isStepping || handler == null) {
            throw new IllegalStateException("No step can be taken inside a step or before the start: " + event);
        }
        isStepping = true;
        try {
            List<Effect> caused = core.step(event);
            view = core.view();
            observer.onStep(event, caused, view);
            for (Effect effect : caused) {
                effect.dispatch(handler);
            }
        } finally {
            isStepping = false;
        }
    }

    /** Subscribes to a flow for as long as the node runs; its error fails the node. */
    <T> void follow(Publisher<T> flow, Consumer<? super T> consumer) {
        subscriptions.add(Flux.from(flow).subscribe(consumer, this::fail));
    }

    /** Subscribes to something that must run to its end even while the node stops. */
    void finish(Publisher<?> flow) {
        Flux.from(flow).subscribe(ignored -> {}, cause -> LOG.warn("Stopping left an error behind", cause));
    }

    /**
     * Ends all flows. Tasks still run, and when the lane has ended too, on the thread that brings them: what comes late
     * is answered, not forgotten.
     */
    void close() {
        isClosed = true;
        subscriptions.dispose();
    }

    /** Reports a failure that ends the node; from any thread. */
    void fail(Throwable cause) {
        execute(() -> failure.accept(cause));
    }

    private void scheduleDrain() {
        try {
            scheduler.schedule(this::drain);
        } catch (RejectedExecutionException ended) {
            // Still one at a time: whoever raised workInProgress from zero is the only one here.
            if (!isClosed) {
                run(() -> failure.accept(new IllegalStateException(
                        "The thread that it lived on has ended: close a node before its transport or its lanes",
                        ended)));
            }
            drain();
        }
    }

    private void drain() {
        int done = 0;
        int missed = workInProgress.get();
        do {
            for (; done < BURST; done++) {
                Runnable task = mailbox.poll();
                if (task == null) {
                    break;
                }
                run(task);
            }
            run(afterBurst);
            if (done >= BURST) {
                scheduleDrain();
                return;
            }
            missed = workInProgress.addAndGet(-missed);
        } while (missed != 0);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error bug) {
            failure.accept(bug);
        }
    }
}

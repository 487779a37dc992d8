package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.test.sim.check.Fingerprint;
import java.time.Duration;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Virtual time: runs what was scheduled, in the order of time, as fast as it can. What is due at the same instant runs in
 * the order it was scheduled within one lane, and in an order drawn from the seed between lanes. Everything that looks
 * like chance is drawn from the seed.
 *
 * <p>Belongs to the thread that created it; a call from another is refused, for it would make runs differ: some code
 * under test has left the simulation, mostly through an operator that picks a scheduler of its own.
 */
public final class Simulation {

    /** Far more than any instant of a healthy run needs. */
    private static final int INSTANT_TASK_COUNT = 1_000_000;

    private final long seed;
    private final String reproduction;
    private final Thread owner = Thread.currentThread();
    private final PriorityQueue<SimTask> queue = new PriorityQueue<>();
    private final Trace trace = new Trace();
    private final Scope world = new Scope(null);
    private long now;
    private long sequence;
    private int laneCount;
    private int instantTaskCount;
    private boolean isRunning;
    private @Nullable AssertionError failure;

    private Simulation(long seed, String reproduction) {
        this.seed = seed;
        this.reproduction = reproduction;
    }

    /** A run that the seed decides. */
    public static Simulation ofSeed(long seed) {
        return new Simulation(seed, "run it again with seed " + seed);
    }

    /**
     * A run that the seed decides and that tells, when it fails, how to repeat it.
     *
     * @param reproduction a sentence for people, best the command line
     */
    public static Simulation ofSeed(long seed, String reproduction) {
        return new Simulation(seed, reproduction);
    }

    /** What decides this run. */
    public long seed() {
        return seed;
    }

    /** How long the run has taken so far, in virtual time. */
    public Duration elapsed() {
        return Duration.ofNanos(now);
    }

    /**
     * A source of chance for one purpose, of its own, so that one draw more here changes nothing there. Asked twice for
     * the same purpose, answers with two sources that draw the same.
     */
    public RandomGenerator random(String purpose) {
        return new SplittableRandom(Fingerprint.combine(seed, Fingerprint.of(purpose)));
    }

    /** A scheduler on this run's time, for clients and for tests of single operators. */
    public Scheduler scheduler() {
        return new SimScheduler(this, Host.of(new Scope(world)), () -> 0);
    }

    /** A process with lanes, clock and randomness of its own, which can be killed. */
    public SimProcess process(String name) {
        return new SimProcess(this, new Scope(world), name);
    }

    /**
     * A number that stands for everything that happened so far, in its order: two runs with the same one were the same
     * run.
     */
    public long traceHash() {
        return trace.hash();
    }

    /** How many tasks ran so far. */
    public long taskCount() {
        return trace.taskCount();
    }

    /**
     * Lets time pass, running everything that is due.
     *
     * @throws AssertionError if the run failed, now or before
     */
    public void advance(Duration duration) {
        runUntil(() -> false, duration);
    }

    /**
     * Lets time pass until a condition holds, which is looked at after every task, or the limit is over.
     *
     * @return whether the condition holds
     * @throws AssertionError if the run failed, now or before
     */
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        requireOwner();
        if (isRunning) {
            throw new IllegalStateException("Time cannot be moved from inside the simulation: schedule something");
        }
        isRunning = true;
        try {
            long end = Math.addExact(now, limit.toNanos());
            rethrow();
            while (!condition.getAsBoolean()) {
                if (!runNext(end)) {
                    now = end;
                    return condition.getAsBoolean();
                }
                rethrow();
            }
            return true;
        } finally {
            isRunning = false;
        }
    }

    /** Ends the run with this failure: whoever moves time sees it. The first one counts. */
    public void fail(Throwable cause) {
        if (failure == null) {
            failure = new AssertionError(
                    "Seed " + seed + " at " + elapsed() + ": " + cause.getMessage() + "; to repeat: " + reproduction
                            + trace.recent(),
                    cause);
        }
    }

    /** Hands everything that happens from now on to a listener as well, in words, one event a line. */
    public void listen(Consumer<String> listener) {
        trace.listen(listener);
    }

    /** Why the run is over, whether or not somebody has seen it. */
    public Optional<AssertionError> failure() {
        return Optional.ofNullable(failure);
    }

    /** Takes note of something that happened: it becomes part of the trace hash and of what a failure shows. */
    void note(Object what, long fingerprint) {
        trace.note(now, what, fingerprint);
    }

    long nanos() {
        return now;
    }

    /** Whether time is moving, so that what is scheduled will be run by whoever moves it. */
    public boolean isRunning() {
        return isRunning;
    }

    /** What belongs to no process: only its owner cancels it. */
    Scope world() {
        return world;
    }

    int newLane() {
        return laneCount++;
    }

    /** Queues a task of a lane for an instant, at the earliest now. */
    SimTask schedule(int lane, long at, Scope scope, Runnable action) {
        requireOwner();
        long due = Math.max(at, now);
        // All of a lane share the tie at one instant, which leaves the sequence to order them: first in, first out.
        long tie = Fingerprint.combine(Fingerprint.combine(seed, lane), due);
        SimTask task = new SimTask(due, tie, sequence++, lane, scope, action);
        queue.add(task);
        return task;
    }

    private boolean runNext(long end) {
        SimTask next = queue.peek();
        if (next == null || next.at() > end) {
            return false;
        }
        queue.remove();
        Runnable action = next.take();
        if (action != null) {
            instantTaskCount = next.at() == now ? instantTaskCount + 1 : 0;
            now = next.at();
            trace.task(now, next.lane(), next.sequence());
            try {
                action.run();
            } catch (RuntimeException | AssertionError bug) {
                fail(bug);
            }
            if (instantTaskCount > INSTANT_TASK_COUNT) {
                fail(new IllegalStateException("Tasks go on scheduling each other while time stands still"));
            }
        }
        return true;
    }

    private void rethrow() {
        if (failure != null) {
            throw failure;
        }
    }

    private void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("Thread " + Thread.currentThread().getName()
                    + " reaches into the simulation of thread " + owner.getName()
                    + ": give the operator that went there a simulated scheduler");
        }
    }
}

package io.github.reactiveraft.api.fuzz;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Many trials, each determined by a number. They run in a thread of their own, so that one that never ends is noticed, too.
 * How many there are, and with which number they begin, properties say: {@code -Dfuzz.inputs} or {@code -Dfuzz.images},
 * and {@code -Dfuzz.from}. What fails says how it is repeated.
 */
public final class Trials {

    /** A trial takes milliseconds; a machine may be busy with other things for a while. */
    private static final Duration ENDLESS = Duration.ofMinutes(1);

    private final Class<?> test;
    private final String property;
    private final long first;
    private final long count;
    private final Duration endless;
    private volatile long current;
    private volatile boolean cancelled;

    /** What is tried. */
    public interface Trial {
        /** Fails on anything that must not happen; whatever it does follows from the seed. */
        void run(long seed) throws Exception;
    }

    private Trials(Class<?> test, String property, long first, long count, Duration endless) {
        this.test = test;
        this.property = property;
        this.first = first;
        this.count = count;
        this.endless = endless;
    }

    private static Trials of(Class<?> test, String property, long count) {
        return new Trials(test, property, Long.getLong("fuzz.from", 1), Long.getLong(property, count), ENDLESS);
    }

    /** So many inputs, unless {@code -Dfuzz.inputs} says otherwise, for a decoder in a test. */
    public static Trials ofInputs(Class<?> test, long count) {
        return of(test, "fuzz.inputs", count);
    }

    /** So many images of a directory, unless {@code -Dfuzz.images} says otherwise. */
    public static Trials ofImages(Class<?> test, long count) {
        return of(test, "fuzz.images", count);
    }

    /** So many inputs, whatever properties say, of which one is called endless after some time. */
    static Trials exactly(Class<?> test, long count, Duration endless) {
        return new Trials(test, "fuzz.inputs", 1, count, endless);
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** Runs all of them; fails with the first one that does. */
    public void run(Trial trial) {
        FutureTask<Void> all = new FutureTask<>(() -> runAll(trial), null);
        Thread worker = new Thread(all, test.getSimpleName());
        worker.setDaemon(true);
        worker.start();
        try {
            long before = -1;
            while (!isDone(all)) {
                if (current == before) {
                    AssertionError stuck =
                            new AssertionError("No end of seed " + current + " in sight" + again(current));
                    stuck.setStackTrace(worker.getStackTrace());
                    throw stuck;
                }
                before = current;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted at seed " + current + again(current), e);
        } finally {
            cancelled = true;
        }
    }

    /** Whether all is over, which may take a while to say; fails as the trial did that failed. */
    private boolean isDone(FutureTask<Void> all) throws InterruptedException {
        try {
            all.get(endless.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("Seed " + current + ": " + e.getCause() + again(current), e.getCause());
        }
    }

    private void runAll(Trial trial) {
        for (long seed = first; seed < first + count && !cancelled; seed++) {
            current = seed;
            try {
                trial.run(seed);
            } catch (Exception e) {
                throw new AssertionError("an exception that nobody may throw: " + e, e);
            }
        }
    }

    private String again(long seed) {
        return "\nTo repeat it: ./mvnw test -pl " + Path.of("").toAbsolutePath().getFileName()
                + " -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=" + test.getSimpleName() + " -Dfuzz.from=" + seed
                + " -D" + property + "=1";
    }
}

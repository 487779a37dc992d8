package io.github.reactiveraft.benchmarks.rivals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows the leader, and looks for it on a thread of its own while it does not; calls that have not begun may wait for that.
 *
 * @param <L> what a leader is called by
 */
public final class LeaderFinder<L> implements AutoCloseable {

    /** Before every look, also the first: for a while after a leader is gone, the others still name it. */
    private static final int PAUSE_MILLIS = 5;

    /** Makes ten seconds. */
    private static final int MOST_ROUNDS = 2_000;

    private final Supplier<@Nullable L> ask;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("leader-finder"));

    /** Of the thread. Not more than the client has calls in flight. */
    private final List<Waiting<L>> waiting = new ArrayList<>();

    private volatile @Nullable L leader;

    /**
     * Does nothing before somebody waits.
     *
     * @param ask asks the members, may block; null if there is no leader now
     */
    public LeaderFinder(Supplier<@Nullable L> ask) {
        this.ask = ask;
    }

    /** The leader as far as known; null if it has to be looked for. */
    public @Nullable L leader() {
        return leader;
    }

    /** This one was not there, or was no leader. */
    public void lost(L former) {
        if (former.equals(leader)) {
            leader = null;
        }
    }

    /**
     * Waits for a leader, some seconds at most.
     *
     * @param found told who it is, by the finder's thread
     * @param failed told if there is none
     */
    public void await(Consumer<L> found, Consumer<Throwable> failed) {
        try {
            thread.execute(() -> {
                waiting.add(new Waiting<>(found, failed));
                if (waiting.size() == 1) {
                    lookSoon();
                }
            });
        } catch (RejectedExecutionException e) {
            failed.accept(e);
        }
    }

    /** Ends what waits. */
    @Override
    public void close() {
        thread.execute(() -> {
            waiting.forEach(one -> one.failed.accept(new IllegalStateException("closed")));
            waiting.clear();
        });
        thread.shutdown();
    }

    private void look() {
        if (waiting.isEmpty()) {
            return;
        }
        L known = leader;
        L found = known == null ? askMembers() : known;
        leader = found;
        if (found != null) {
            List<Waiting<L>> all = List.copyOf(waiting);
            waiting.clear();
            all.forEach(one -> one.found.accept(found));
            return;
        }
        waiting.removeIf(Waiting::isOver);
        if (!waiting.isEmpty()) {
            lookSoon();
        }
    }

    private void lookSoon() {
        var unused = thread.schedule(this::look, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private @Nullable L askMembers() {
        try {
            return ask.get();
        } catch (RuntimeException e) {
            // Whoever is not there is asked again soon.
            return null;
        }
    }

    private static final class Waiting<L> {

        private final Consumer<L> found;
        private final Consumer<Throwable> failed;
        private int rounds;

        Waiting(Consumer<L> found, Consumer<Throwable> failed) {
            this.found = found;
            this.failed = failed;
        }

        boolean isOver() {
            rounds++;
            if (rounds < MOST_ROUNDS) {
                return false;
            }
            failed.accept(new IllegalStateException("no leader was found"));
            return true;
        }
    }
}

package io.github.reactiveraft.benchmarks.jgroups;

import io.github.reactiveraft.benchmarks.rivals.Daemons;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jgroups.Address;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jspecify.annotations.Nullable;

/** Calls under way: ends those whose leader is gone, and those that take too long, which jgroups-raft leaves open for good. */
final class PendingCalls implements Receiver, AutoCloseable {

    private static final int MOST_SECONDS = 10;

    private final Set<Asked> calls = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("pending-calls"));
    private volatile @Nullable View view;
    private volatile int second;

    PendingCalls() {
        var unused = clock.scheduleAtFixedRate(this::pass, 1, 1, TimeUnit.SECONDS);
    }

    /** From now on until it ends. */
    void add(CompletableFuture<byte[]> call, @Nullable Address leader) {
        Asked asked = new Asked(call, leader, second);
        calls.add(asked);
        var unused = call.whenComplete((answer, error) -> calls.remove(asked));
        if (isGone(asked)) {
            asked.end();
        }
    }

    @Override
    public void viewAccepted(View current) {
        view = current;
        endAll(this::isGone);
    }

    @Override
    public void close() {
        clock.shutdown();
        endAll(asked -> true);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Of one thread.
    private void pass() {
        second++;
        endAll(asked -> second - asked.second > MOST_SECONDS);
    }

    private boolean isGone(Asked asked) {
        View current = view;
        return asked.leader != null && current != null && !current.containsMember(asked.leader);
    }

    private void endAll(Predicate<Asked> isOver) {
        calls.stream().filter(isOver).forEach(Asked::end);
    }

    private static final class Asked {

        private final CompletableFuture<byte[]> call;
        private final @Nullable Address leader;
        private final int second;

        Asked(CompletableFuture<byte[]> call, @Nullable Address leader, int second) {
            this.call = call;
            this.leader = leader;
            this.second = second;
        }

        void end() {
            call.completeExceptionally(new IllegalStateException("no answer, and none will come"));
        }
    }
}

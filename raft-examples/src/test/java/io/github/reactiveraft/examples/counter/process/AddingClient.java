package io.github.reactiveraft.examples.counter.process;

import io.github.reactiveraft.examples.counter.process.CounterClient.Added;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Adds 1, waits for what comes of it, enters it in the books, adds 1 again; goes to the next node when one fails. */
final class AddingClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BREATH = Duration.ofMillis(10);

    private record Awaited(long sentAfter, long ackCount, CompletableFuture<Long> ackedAt) {}

    private final CounterCluster cluster;
    private final Books books = new Books();
    private volatile Awaited awaited = new Awaited(0, 0, new CompletableFuture<>());
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    AddingClient(CounterCluster cluster) {
        this.cluster = cluster;
        new Thread(this::run, "adding-client").start();
    }

    private void run() {
        try {
            int node = 0;
            while (stop.getCount() > 0) {
                long sentAt = System.nanoTime();
                Added added = Objects.requireNonNull(cluster.client(node).add(1).block());
                books.enter(added);
                if (added instanceof Added.Acknowledged) {
                    acknowledged(sentAt);
                } else {
                    node = (node + 1) % CounterCluster.NODE_COUNT;
                    stop.await(BREATH.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
            ended.complete(null);
        } catch (InterruptedException | RuntimeException | Error failure) {
            ended.completeExceptionally(failure);
        }
    }

    private void acknowledged(long sentAt) {
        Awaited waiting = awaited;
        if (sentAt - waiting.sentAfter() >= 0 && books.acknowledgedCount() >= waiting.ackCount()) {
            waiting.ackedAt().complete(System.nanoTime());
        }
    }

    Books books() {
        return books;
    }

    /** Waits for the next add that is sent from now on and acknowledged; answers when that was, in nanoseconds. */
    long awaitNextAcknowledged() {
        return await(new Awaited(System.nanoTime(), 0, new CompletableFuture<>()));
    }

    /** Waits until so many more are acknowledged. */
    void awaitAcknowledged(int moreCount) {
        await(new Awaited(System.nanoTime(), books.acknowledgedCount() + moreCount, new CompletableFuture<>()));
    }

    private long await(Awaited what) {
        awaited = what;
        try {
            CompletableFuture.anyOf(what.ackedAt(), ended).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return what.ackedAt().getNow(0L);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("No add was acknowledged: " + books, failure);
        }
    }

    /** Ends the adding; the last add is in the books then. */
    @Override
    public void close() {
        stop.countDown();
        try {
            ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("The client did not end well: " + books, failure);
        }
    }
}

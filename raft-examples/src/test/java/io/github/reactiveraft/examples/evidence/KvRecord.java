package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.examples.kv.KvCommand;
import io.github.reactiveraft.examples.kv.KvCommand.CompareAndSet;
import io.github.reactiveraft.examples.kv.KvCommand.Put;
import io.github.reactiveraft.examples.kv.KvOutput;
import io.github.reactiveraft.examples.kv.KvOutput.Done;
import io.github.reactiveraft.test.history.History;
import io.github.reactiveraft.test.history.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What all clients of a key-value store asked and were told, by one clock. Thread-safe. */
final class KvRecord {

    private final History<Optional<KvCommand>, KvOutput> history = new History<>();

    /** What was acknowledged as written, by version. */
    private final SortedMap<Long, String> written = new TreeMap<>();

    private final long startedAt = System.nanoTime();
    private long completedCount;
    private int failureCount;
    private long lastCompletedAt = startedAt;
    private long longestGap;
    private boolean isOpen = true;

    synchronized boolean isOpen() {
        return isOpen;
    }

    /** Nothing more is asked; what is under way may still be answered. */
    synchronized void close() {
        isOpen = false;
    }

    private long now() {
        return System.nanoTime() - startedAt;
    }

    synchronized int invoke(String client, String key, Optional<KvCommand> command) {
        return history.invoke(client, key, command, now());
    }

    synchronized void complete(int handle, Optional<KvCommand> command, KvOutput output) {
        history.complete(handle, output, now());
        completedCount++;
        longestGap = Math.max(longestGap, System.nanoTime() - lastCompletedAt);
        lastCompletedAt = System.nanoTime();
        if (output instanceof Done done && done.isDone()) {
            command.flatMap(KvRecord::value).ifPresent(value -> written.put(done.version(), value));
        }
    }

    private static Optional<String> value(KvCommand command) {
        if (command instanceof CompareAndSet swap) {
            return Optional.of(swap.value());
        }
        return command instanceof Put put ? Optional.of(put.value()) : Optional.empty();
    }

    /** A read that failed saw nothing; a write that failed may have been done, unless it says not. */
    synchronized void failed(int handle, Optional<KvCommand> command, RaftException failure) {
        if (command.isEmpty() || failure.isDefinitelyNotDone()) {
            history.neverHappened(handle);
        } else {
            history.lost(handle);
        }
        failureCount++;
    }

    synchronized List<Operation<Optional<KvCommand>, KvOutput>> operations() {
        return history.operations();
    }

    synchronized SortedMap<Long, String> written() {
        return new TreeMap<>(written);
    }

    synchronized int failureCount() {
        return failureCount;
    }

    synchronized long completedCount() {
        return completedCount;
    }

    /** The longest time in which no client got an answer. */
    synchronized Duration longestGap() {
        return Duration.ofNanos(longestGap);
    }
}

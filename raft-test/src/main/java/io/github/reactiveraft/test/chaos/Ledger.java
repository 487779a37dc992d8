package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.test.history.History;
import io.github.reactiveraft.test.history.LinearizabilityChecker;
import io.github.reactiveraft.test.history.Operation;
import io.github.reactiveraft.test.history.RegisterInput;
import io.github.reactiveraft.test.history.RegisterModel;
import io.github.reactiveraft.test.history.RegisterOutput;
import io.github.reactiveraft.test.history.Verdict;
import io.github.reactiveraft.test.sim.SimCluster;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the clients saw, compared with what the cluster did: at every answer with the little that takes no time (the oracle),
 * and in the end by replaying the committed log and by a checker that does not trust the log.
 */
final class Ledger {

    private final Witness witness;
    private final History<RegisterInput<Long>, RegisterOutput<Long>> history = new History<>();
    /** Writes by their value. */
    private final SortedMap<Long, Entry> writes = new TreeMap<>();
    /** The place of each value in the committed log, as far as any member has applied it. */
    private final SortedMap<Long, Integer> places = new TreeMap<>();
    /** For each client and key, the place of the latest write it knows to have happened. */
    private final SortedMap<Integer, SortedMap<Integer, Integer>> known = new TreeMap<>();

    /** The same for what it read of any member's state. */
    private final SortedMap<Integer, SortedMap<Integer, Integer>> knownLocally = new TreeMap<>();

    private int operationCount;

    /** A write and what its client was told. */
    private static final class Entry {
        private final RegisterWrite write;
        private final int handle;
        private final long calledAt;
        private long returnedAt = Long.MAX_VALUE;
        private boolean isAcknowledged;
        private boolean isDone;
        private boolean isRefused;

        Entry(RegisterWrite write, int handle, long calledAt) {
            this.write = write;
            this.handle = handle;
            this.calledAt = calledAt;
        }
    }

    /** What has to be known about a cluster to judge what its clients saw. */
    interface Witness {
        Duration elapsed();

        /** The commands that any member has applied, in the order of the log; grows at its end only. */
        List<RegisterWrite> applied();
    }

    Ledger(Witness witness) {
        this.witness = witness;
    }

    /** Judges the clients of a simulated cluster. */
    static Ledger of(SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster) {
        return new Ledger(new Witness() {
            @Override
            public Duration elapsed() {
                return cluster.simulation().elapsed();
            }

            @Override
            public List<RegisterWrite> applied() {
                return IntStream.range(0, cluster.size())
                        .mapToObj(cluster::applied)
                        .max(Comparator.comparingInt(List::size))
                        .orElseThrow();
            }
        });
    }

    private long now() {
        return witness.elapsed().toNanos();
    }

    /** How many operations were answered, or refused with certainty, or are in the log all the same. */
    int operationCount() {
        return operationCount;
    }

    void writeBegins(RegisterWrite write) {
        RegisterInput<Long> input = write.isConditional()
                ? new RegisterInput.CompareAndSet<>(write.expected(), write.value())
                : new RegisterInput.Write<>(write.value());
        int handle = history.invoke("c" + write.client(), "k" + write.key(), input, now());
        writes.put(write.value(), new Entry(write, handle, now()));
    }

    /** The write was acknowledged: from now on it must be in the log, whoever crashes. */
    void writeEnds(RegisterWrite write, RegisterAnswer answer) {
        Entry entry = entry(write.value());
        entry.isAcknowledged = true;
        entry.isDone = answer.isDone();
        entry.returnedAt = now();
        history.complete(
                entry.handle,
                write.isConditional() ? new RegisterOutput.Swapped<>(answer.isDone()) : new RegisterOutput.Written<>(),
                now());
        operationCount++;
        Finding.unless(answer.value() == write.value(), () -> write + " was answered with " + answer);
        Integer place = place(write.value());
        Finding.unless(place != null, () -> write + " was acknowledged and is in no log");
        if (answer.isDone() && place != null) {
            remember(write.client(), write.key(), place);
        }
    }

    /** The write was refused: it must never be in the log. */
    void writeRefused(RegisterWrite write) {
        entry(write.value()).isRefused = true;
        operationCount++;
    }

    int readBegins(int client, int key) {
        return history.invoke("c" + client, "k" + key, new RegisterInput.Read<>(), now());
    }

    void readEnds(int handle, int client, int key, RegisterAnswer answer) {
        long value = answer.value();
        history.complete(handle, new RegisterOutput.Value<>(value), now());
        operationCount++;
        remember(client, key, placeOfRead(client, key, value));
    }

    private int placeOfRead(int client, int key, long value) {
        Entry source = writes.get(value);
        Finding.unless(
                value == RegisterWrite.INITIAL || (source != null && source.write.key() == key),
                () -> "c" + client + " read " + value + " of k" + key + ", which nobody wrote there");
        Integer place = value == RegisterWrite.INITIAL ? Integer.valueOf(0) : place(value);
        Finding.unless(place != null, () -> "c" + client + " read " + value + ", which is in no log");
        return place == null ? 0 : place;
    }

    /** A state that may be old, but is one that there was, and none before what the client read like this already. */
    void localRead(int client, int key, RegisterAnswer answer) {
        operationCount++;
        int place = placeOfRead(client, key, answer.value());
        Integer before =
                knownLocally.computeIfAbsent(client, none -> new TreeMap<>()).put(key, place);
        Finding.unless(
                before == null || before <= place,
                () -> "c" + client + " read command " + before + " of k" + key + " of one member and then, elsewhere,"
                        + " command " + place);
    }

    void readFailed(int handle) {
        history.neverHappened(handle);
    }

    /** Reads never go back, and see what their client wrote. */
    private void remember(int client, int key, int place) {
        Integer before = known.computeIfAbsent(client, none -> new TreeMap<>()).put(key, place);
        Finding.unless(
                before == null || before <= place,
                () -> "c" + client + " knew of command " + before + " of k" + key + " and now sees command " + place);
    }

    private Entry entry(long value) {
        Entry entry = writes.get(value);
        if (entry == null) {
            throw new IllegalStateException("No write of " + value);
        }
        return entry;
    }

    /** The place of a value in the committed log, from 1; null if no member has applied it. */
    private @Nullable Integer place(long value) {
        List<RegisterWrite> log = witness.applied();
        for (int at = places.size(); at < log.size(); at++) {
            RegisterWrite write = log.get(at);
            Integer twice = places.put(write.value(), at + 1);
            Finding.unless(twice == null, () -> write + " is twice in the log");
        }
        return places.get(value);
    }

    /** All is over, and the log that the members agree on is final. */
    Verdict judge() {
        place(RegisterWrite.INITIAL);
        replay();
        for (Entry entry : writes.values()) {
            boolean isLogged = places.containsKey(entry.write.value());
            Finding.unless(
                    isLogged || !entry.isAcknowledged,
                    () -> entry.write + " was acknowledged and is not in the final log");
            Finding.unless(!isLogged || !entry.isRefused, () -> entry.write + " was refused and is in the log");
            if (isLogged && !entry.isAcknowledged) {
                history.happened(entry.handle);
                operationCount++;
            } else if (!isLogged) {
                history.neverHappened(entry.handle);
            }
        }
        List<Operation<RegisterInput<Long>, RegisterOutput<Long>>> operations = history.operations();
        return new LinearizabilityChecker<>(new RegisterModel<>(RegisterWrite.INITIAL)).check(operations);
    }

    /** The committed log explains every answer to a write, and its order agrees with time. */
    private void replay() {
        RegisterMachine machine = new RegisterMachine();
        long latestCall = Long.MIN_VALUE;
        for (RegisterWrite write : witness.applied()) {
            Entry entry = writes.get(write.value());
            Finding.unless(entry != null && entry.write.equals(write), () -> "Nobody sent " + write);
            RegisterAnswer answer = machine.apply(write);
            if (entry != null) {
                Finding.unless(
                        !entry.isAcknowledged || entry.isDone == answer.isDone(),
                        () -> write + " was answered otherwise than the log has it: " + answer);
                long called = latestCall;
                Finding.unless(
                        entry.returnedAt >= called,
                        () -> write + " stands behind a write that was sent after its answer");
                latestCall = Math.max(latestCall, entry.calledAt);
            }
        }
    }
}

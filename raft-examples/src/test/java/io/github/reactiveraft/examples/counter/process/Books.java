package io.github.reactiveraft.examples.counter.process;

import io.github.reactiveraft.examples.counter.process.CounterClient.Added;
import java.util.ArrayList;
import java.util.List;

/**
 * What one client, adding 1 at a time, knows for certain: the value is never below the adds it saw acknowledged, and
 * never above those and the ones it saw no end of. Thread-safe.
 */
final class Books {

    private long acknowledgedCount;
    private long unknownCount;
    private long notDoneCount;
    private long lastIndex;
    private final List<String> violations = new ArrayList<>();

    synchronized void enter(Added added) {
        if (added instanceof Added.Acknowledged acknowledged) {
            acknowledgedCount++;
            check("add " + acknowledged, acknowledged.value());
            if (acknowledged.index() <= lastIndex) {
                violations.add("add " + acknowledged + " came after index " + lastIndex);
            }
            lastIndex = acknowledged.index();
        } else if (added instanceof Added.Unknown) {
            unknownCount++;
        } else {
            notDoneCount++;
        }
    }

    /** Compares a value that was read after all that has been entered. */
    synchronized void check(String what, long value) {
        if (value < acknowledgedCount) {
            violations.add(what + ": lost, " + acknowledgedCount + " are acknowledged");
        }
        if (value > acknowledgedCount + unknownCount) {
            violations.add(what + ": counted twice, only " + acknowledgedCount + " are acknowledged and " + unknownCount
                    + " unknown");
        }
    }

    synchronized long acknowledgedCount() {
        return acknowledgedCount;
    }

    synchronized long unknownCount() {
        return unknownCount;
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public synchronized String toString() {
        return acknowledgedCount + " acknowledged, " + unknownCount + " unknown, " + notDoneCount + " not done";
    }
}

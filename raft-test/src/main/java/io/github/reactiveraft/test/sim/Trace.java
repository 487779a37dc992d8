package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.test.sim.check.Fingerprint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** What happened, as one running number, and the latest of it in words. */
final class Trace {

    private static final int RECENT_COUNT = 60;

    private final Deque<Line> recent = new ArrayDeque<>();
    private long hash;
    private long taskCount;

    /** The words are made only when somebody wants to read them. */
    private record Line(long at, Object what) {}

    void task(long at, int lane, long sequence) {
        taskCount++;
        hash = Fingerprint.combine(Fingerprint.combine(Fingerprint.combine(hash, at), lane), sequence);
    }

    void note(long at, Object what, long fingerprint) {
        hash = Fingerprint.combine(Fingerprint.combine(hash, at), fingerprint);
        if (recent.size() == RECENT_COUNT) {
            recent.removeFirst();
        }
        recent.addLast(new Line(at, what));
    }

    long hash() {
        return hash;
    }

    long taskCount() {
        return taskCount;
    }

    /** The latest notes, oldest first, one a line. */
    String recent() {
        StringBuilder lines = new StringBuilder();
        for (Line line : recent) {
            lines.append("\n  ").append(Duration.ofNanos(line.at)).append(' ').append(line.what);
        }
        return lines.toString();
    }
}

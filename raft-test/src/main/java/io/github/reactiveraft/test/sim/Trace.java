package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.test.sim.check.Fingerprint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happened, as one running number, and the latest of it in words. */
final class Trace {

    private static final int RECENT_COUNT = 60;

    private final Deque<Line> recent = new ArrayDeque<>();
    private long hash;
    private long taskCount;
    private @Nullable Consumer<String> listener;

    /** The words are made only when somebody wants to read them. */
    private record Line(long at, Object what) {
        @Override
        public String toString() {
            return Duration.ofNanos(at) + " " + what;
        }
    }

    void listen(Consumer<String> newListener) {
        listener = newListener;
    }

    void task(long at, int lane, long sequence) {
        taskCount++;
        hash = Fingerprint.combine(Fingerprint.combine(Fingerprint.combine(hash, at), lane), sequence);
    }

    void note(long at, Object what, long fingerprint) {
        hash = Fingerprint.combine(Fingerprint.combine(hash, at), fingerprint);
        if (recent.size() == RECENT_COUNT) {
            recent.removeFirst();
        }
        Line line = new Line(at, what);
        recent.addLast(line);
        if (listener != null) {
            listener.accept(line.toString());
        }
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
            lines.append("\n  ").append(line);
        }
        return lines.toString();
    }
}

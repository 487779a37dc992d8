package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.model.EntryBatch;
import java.util.ArrayList;
import java.util.List;

/** A log reduced to fingerprints, so that comparing two prefixes takes one comparison. */
public final class PrefixLog {

    private final List<LogPoint> points = new ArrayList<>(List.of(LogPoint.START));

    /** The last index, 0 if empty. */
    public long lastIndex() {
        return points.size() - 1L;
    }

    /** The point at an index, {@link LogPoint#START} at 0. */
    public LogPoint at(long index) {
        return points.get(Math.toIntExact(index));
    }

    /** The last point. */
    public LogPoint last() {
        return at(lastIndex());
    }

    /** The term at an index, 0 where there is no entry. */
    public long termAt(long index) {
        return index > lastIndex() ? 0 : at(index).id().term();
    }

    /** Whether this log reaches to the point's index and is, up to there, the log the point was taken from. */
    public boolean has(LogPoint point) {
        long index = point.id().index();
        return index <= lastIndex() && at(index).prefix() == point.prefix();
    }

    /** Removes an index and everything behind it; none if it lies behind the end. */
    public void truncateFrom(long index) {
        while (lastIndex() >= index) {
            points.remove(points.size() - 1);
        }
    }

    /**
     * Appends entries.
     *
     * @throws Violation if they do not start right behind the end
     */
    public void append(EntryBatch entries) {
        if (entries.isEmpty()) {
            return;
        }
        Violation.unless(
                entries.firstIndex() == lastIndex() + 1,
                "A log has no gaps",
                () -> entries + " behind index " + lastIndex());
        for (long index = entries.firstIndex(); index <= entries.lastIndex(); index++) {
            points.add(last().next(entries, index));
        }
    }

    /** Goes on with the points of another log, of which this one is a prefix, up to an index, inclusive. */
    void extendFrom(PrefixLog longer, long upTo) {
        for (long index = lastIndex() + 1; index <= upTo; index++) {
            points.add(longer.at(index));
        }
    }

    /** Becomes equal to another log up to an index of it. */
    void become(PrefixLog other, long upTo) {
        points.subList(1, points.size()).clear();
        extendFrom(other, upTo);
    }

    /** Becomes equal to another log. */
    void become(PrefixLog other) {
        points.clear();
        points.addAll(other.points);
    }
}

package io.github.reactiveraft.api;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the states were that somebody has read so far, as an index of the log. Reads with one token never go back: not
 * on another replica, not after a restart. For any thread.
 */
public final class ReadToken {

    private final AtomicLong index;

    private ReadToken(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("An index is 0 or more, but was " + index);
        }
        this.index = new AtomicLong(index);
    }

    /** A token of somebody who has read nothing yet. */
    public static ReadToken start() {
        return at(0);
    }

    /**
     * A token that was sent as a number.
     *
     * @param index the {@link #index} of the other one, from 0
     */
    public static ReadToken at(long index) {
        return new ReadToken(index);
    }

    /** The highest index of any state that was read so far, 0 for none. */
    public long index() {
        return index.get();
    }

    /** Takes note of a state that was read, or of a command of one's own: its index. A lower one changes nothing. */
    public void advance(long seen) {
        index.accumulateAndGet(seen, Math::max);
    }

    @Override
    public String toString() {
        return "ReadToken[" + index + "]";
    }
}

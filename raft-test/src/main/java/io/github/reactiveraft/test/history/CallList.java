package io.github.reactiveraft.test.history;

/**
 * The calls not placed yet, in time, as a doubly linked list over their positions. What is taken out keeps its own links,
 * so putting it back where it was takes no search, provided that it is done in the reverse order.
 */
final class CallList {

    private final int[] next;
    private final int[] previous;

    /** Holds the positions from 1 to {@code count}; the ends are 0 and {@code count + 1}. */
    CallList(int count) {
        next = new int[count + 2];
        previous = new int[count + 2];
        for (int position = 0; position <= count; position++) {
            next[position] = position + 1;
            previous[position + 1] = position;
        }
    }

    int first() {
        return next[0];
    }

    int after(int position) {
        return next[position];
    }

    void takeOut(int position) {
        next[previous[position]] = next[position];
        previous[next[position]] = previous[position];
    }

    void putBack(int position) {
        next[previous[position]] = position;
        previous[next[position]] = position;
    }
}

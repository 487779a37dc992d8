package io.github.reactiveraft.test.history;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A point of the search: a set of operations placed, and the state they lead to. Equal are those from which the same
 * futures lead on, however they were reached.
 *
 * <p>A set of operations is kept as a full beginning and the few numbers beyond it. As completed operations are numbered
 * in the order of their returns, those beyond were all open when the first missing one returned, or are in doubt: so they
 * stay as few as these are, however long the history or a single operation is. (A bit set would need a word for each 64
 * operations between the first missing and the last placed one, and there are millions of these points.)
 */
final class Configuration<S> {

    private static final int[] NONE = {};

    private final S state;
    private final int prefix;
    private final int[] beyond;
    private final long setHash;
    private final int last;
    private final @Nullable Configuration<S> parent;

    private Configuration(
            S state, int prefix, int[] beyond, long setHash, int last, @Nullable Configuration<S> parent) {
        this.state = state;
        this.prefix = prefix;
        this.beyond = beyond;
        this.setHash = setHash;
        this.last = last;
        this.parent = parent;
    }

    /** Nothing is placed. */
    static <S> Configuration<S> root(S initial) {
        return new Configuration<>(initial, 0, NONE, 0, -1, null);
    }

    /** What placing one more operation leads to. */
    Configuration<S> with(int number, S next) {
        long hash = setHash ^ scatter(number);
        if (number != prefix) {
            int at = -1 - Arrays.binarySearch(beyond, number);
            int[] more = Arrays.copyOf(beyond, beyond.length + 1);
            System.arraycopy(beyond, at, more, at + 1, beyond.length - at);
            more[at] = number;
            return new Configuration<>(next, prefix, more, hash, number, this);
        }
        int joined = 0;
        while (joined < beyond.length && beyond[joined] == prefix + 1 + joined) {
            joined++;
        }
        int[] rest = joined == 0 ? beyond : Arrays.copyOfRange(beyond, joined, beyond.length);
        return new Configuration<>(next, prefix + 1 + joined, rest, hash, number, this);
    }

    S state() {
        return state;
    }

    /** The lowest number not placed. */
    int prefix() {
        return prefix;
    }

    boolean isPlaced(int number) {
        return number < prefix || Arrays.binarySearch(beyond, number) >= 0;
    }

    /** The operation placed last. */
    int last() {
        return last;
    }

    /** What it was reached from; null at the root. */
    @Nullable
    Configuration<S> parent() {
        return parent;
    }

    /** Whether it explains the history further in time or, at the same time, with more operations. */
    boolean isFurtherThan(Configuration<S> other) {
        return prefix > other.prefix || (prefix == other.prefix && beyond.length > other.beyond.length);
    }

    /** Exact: a mere match of hashes would once in a while cut off the one explanation there is. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Configuration<?> that
                && setHash == that.setHash
                && prefix == that.prefix
                && Arrays.equals(beyond, that.beyond)
                && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        long mixed = setHash ^ scatter(state.hashCode());
        return Long.hashCode(mixed);
    }

    /** The last steps of SplitMix64: neighbours, and sums of neighbours, end far apart. */
    private static long scatter(int number) {
        long bits = (number + 1) * 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}

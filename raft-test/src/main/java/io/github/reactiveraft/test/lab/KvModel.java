package io.github.reactiveraft.test.lab;

import io.github.reactiveraft.test.history.Model;
import io.github.reactiveraft.test.lab.KvInput.Append;
import io.github.reactiveraft.test.lab.KvInput.Get;
import io.github.reactiveraft.test.lab.KvInput.Put;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key of the lab's store. A command is answered with the length of the value that it leaves, a read with the value.
 *
 * <p>Values grow to many thousand characters, so that a state, and what was read, has a value's number in its place: what comes of
 * reading its characters as digits, modulo a prime. Two values with the same number are hardly ever met, and would hide a mistake,
 * never make one up.
 */
final class KvModel implements Model<KvModel.Held, KvInput, Long> {

    /**
     * What the key holds.
     *
     * @param length that of the value
     * @param number stands for the value
     */
    record Held(int length, long number) {

        Held appended(String more) {
            return new Held(length + more.length(), KvModel.appended(number, more));
        }
    }

    private static final Held NOTHING = new Held(0, 0);

    private static final long PRIME = (1L << 61) - 1;
    private static final long BASE = 0x1234_5678_9ABC_DEFL;

    /** What the history has in place of what a client was answered. */
    static long output(KvInput input, String answer) {
        return input instanceof Get ? NOTHING.appended(answer).number() : Long.parseLong(answer);
    }

    private static long appended(long number, String more) {
        long longer = number;
        for (int i = 0; i < more.length(); i++) {
            longer = (product(longer, BASE) + more.charAt(i) + 1) % PRIME;
        }
        return longer;
    }

    private static long product(long one, long other) {
        long high = Math.multiplyHigh(one, other);
        long low = one * other;
        // 2 to the power of 61 is 1 here.
        return ((low & PRIME) + ((high << 3) | (low >>> 61))) % PRIME;
    }

    @Override
    public Held initial() {
        return NOTHING;
    }

    @Override
    public Optional<Held> step(Held state, KvInput input, @Nullable Long output) {
        Held next = next(state, input);
        long answer = input instanceof Get ? next.number() : next.length();
        return output == null || output == answer ? Optional.of(next) : Optional.empty();
    }

    private static Held next(Held state, KvInput input) {
        if (input instanceof Put put) {
            return NOTHING.appended(put.value());
        }
        return input instanceof Append append ? state.appended(append.value()) : state;
    }
}

package io.github.reactiveraft.core.replicated;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The replies to a session's commands that may still be asked for: a ring that begins at the oldest command whose outcome
 * the client does not know, and grows with the distance to the newest.
 *
 * @param <R> results
 */
final class Replies<R> {

    private static final int LEAST = 8;

    private List<@Nullable Reply<R>> ring = slots(LEAST);
    private long unanswered = 1;
    private int count;
    private long byteCount;
    /** Before this one, no reply holds a result that takes bytes. */
    private long held = 1;

    private static <R> List<@Nullable Reply<R>> slots(int capacity) {
        return new ArrayList<>(Collections.<@Nullable Reply<R>>nCopies(capacity, null));
    }

    /** The oldest command that may still be asked for. */
    long unanswered() {
        return unanswered;
    }

    /** How many replies there are. */
    int count() {
        return count;
    }

    /** How many bytes the encodings of all results take. */
    long byteCount() {
        return byteCount;
    }

    /** The client has the replies to all commands before this one; an earlier one changes nothing. */
    void forgetBefore(long sequence) {
        if (sequence <= unanswered) {
            return;
        }
        long end = Math.min(sequence, unanswered + ring.size());
        for (long old = unanswered; old < end && count > 0; old++) {
            Reply<R> gone = ring.set(slot(old), null);
            if (gone != null) {
                count--;
                byteCount -= gone.byteCount();
            }
        }
        unanswered = sequence;
        if (count == 0 && ring.size() > LEAST) {
            ring = slots(LEAST);
        }
    }

    /** The reply to a command that may still be asked for, null if it was not executed. */
    @Nullable
    Reply<R> reply(long sequence) {
        return sequence < unanswered + ring.size() ? ring.get(slot(sequence)) : null;
    }

    /** A command that may still be asked for was executed. */
    void put(long sequence, Reply<R> reply) {
        if (sequence >= unanswered + ring.size()) {
            grow(sequence - unanswered + 1);
        }
        ring.set(slot(sequence), reply);
        count++;
        byteCount += reply.byteCount();
        held = Math.min(held, sequence);
    }

    /** Forgets the result of the oldest command that has one which takes bytes; there must be one. That it was executed stays. */
    void dropOldestResult() {
        for (long sequence = Math.max(held, unanswered); ; sequence++) {
            Reply<R> reply = reply(sequence);
            if (reply != null && reply.byteCount() > 0) {
                ring.set(slot(sequence), new Reply<>(null, 0));
                byteCount -= reply.byteCount();
                held = sequence + 1;
                return;
            }
        }
    }

    private void grow(long least) {
        List<@Nullable Reply<R>> old = ring;
        ring = slots((int) Long.highestOneBit(least - 1) * 2);
        for (long sequence = unanswered; sequence < unanswered + old.size(); sequence++) {
            ring.set(slot(sequence), old.get((int) (sequence & (old.size() - 1))));
        }
    }

    private int slot(long sequence) {
        return (int) (sequence & (ring.size() - 1));
    }

    /** All replies with their sequences, ascending. */
    void forEach(BiConsumer<Long, Reply<R>> visitor) {
        int left = count;
        for (long sequence = unanswered; left > 0; sequence++) {
            Reply<R> reply = ring.get(slot(sequence));
            if (reply != null) {
                visitor.accept(sequence, reply);
                left--;
            }
        }
    }
}

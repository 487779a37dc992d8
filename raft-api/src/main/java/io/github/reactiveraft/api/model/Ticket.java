package io.github.reactiveraft.api.model;

/**
 * Which command of which client: what makes a command that arrives again known for the same (thesis §6.3).
 *
 * <p>In an entry and on the wire, sequence and lag share one number: the sequence in its upper 48 bits, the lag below.
 *
 * @param session the client's session, from 1: the index of the entry that opened it
 * @param sequence the command's number within the session, from 1 to {@link #MAX_SEQUENCE}; never used for another
 * @param lag how far back the first command is whose outcome the client does not know yet, 0 if it is this one, to {@link
 *     #MAX_LAG}: the replies to all before that one are needed no more
 */
public record Ticket(long session, long sequence, int lag) {

    /** The most commands that a session may have under way, counted from the oldest. */
    public static final int MAX_LAG = 0xFFFF;

    /** How many commands a session may have in its life. */
    public static final long MAX_SEQUENCE = (1L << 48) - 1;

    private static final int LAG_BITS = 16;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException with the value and its range
     */
    public Ticket {
        if (session < 1) {
            throw new IllegalArgumentException("A session is 1 or more, but was " + session);
        }
        if (sequence < 1 || sequence > MAX_SEQUENCE) {
            throw new IllegalArgumentException("A sequence is 1 to " + MAX_SEQUENCE + ", but was " + sequence);
        }
        if (lag < 0 || lag > MAX_LAG || lag >= sequence) {
            throw new IllegalArgumentException(
                    "A lag is 0 to " + MAX_LAG + " and less than the sequence, " + sequence + ", but was " + lag);
        }
    }

    /**
     * Takes apart what {@link #packed} put together.
     *
     * @throws IllegalArgumentException if these are the numbers of no ticket
     */
    public static Ticket of(long session, long packed) {
        return new Ticket(session, sequence(packed), lag(packed));
    }

    /** The sequence of what {@link #packed} put together, or of any other number. */
    public static long sequence(long packed) {
        return packed >>> LAG_BITS;
    }

    /** The lag likewise. */
    public static int lag(long packed) {
        return (int) (packed & MAX_LAG);
    }

    /** Sequence and lag as one number. */
    public long packed() {
        return sequence << LAG_BITS | lag;
    }
}

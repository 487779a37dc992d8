package io.github.reactiveraft.api.session;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.model.Ticket;

/** A session as its client knows it: which commands are under way. For any thread; nobody waits in here for long. */
final class OpenSession {

    private static final int WORDS = (Ticket.MAX_LAG + 1) / Long.SIZE;

    private final long id;
    /** A bit for each command since the oldest that is not answered: whether it is. Places are used again and again. */
    private final long[] answered = new long[WORDS];

    private long oldest = 1;
    private long lastSequence;
    private volatile boolean isOver;

    OpenSession(long id) {
        this.id = id;
    }

    /** A ticket for a new command. */
    synchronized Ticket next() {
        long sequence = lastSequence + 1;
        long lag = sequence - oldest;
        if (lag > Ticket.MAX_LAG) {
            throw new RaftException.Overloaded(
                    Ticket.MAX_LAG + " commands were sent since one that is still under way: send less at a time");
        }
        lastSequence = sequence;
        return new Ticket(id, sequence, (int) lag);
    }

    /** A command's outcome is known, or nobody wants to know it any more: it will not be sent again. */
    synchronized void answered(Ticket ticket) {
        if (ticket.sequence() >= oldest) {
            answered[word(ticket.sequence())] |= bit(ticket.sequence());
        }
        while ((answered[word(oldest)] & bit(oldest)) != 0) {
            answered[word(oldest)] &= ~bit(oldest);
            oldest++;
        }
    }

    private static int word(long sequence) {
        return (int) (sequence / Long.SIZE % WORDS);
    }

    private static long bit(long sequence) {
        return 1L << sequence % Long.SIZE;
    }

    /** The replicas do not know it any more. */
    void end() {
        isOver = true;
    }

    boolean isOver() {
        return isOver;
    }
}

package io.github.reactiveraft.api.session;

import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.model.Ticket;
import java.util.ArrayDeque;
import java.util.Deque;

/** A session as its client knows it: which commands are under way. For any thread; nobody waits in here for long. */
final class OpenSession {

    private final long id;
    /** From the oldest whose outcome is not known; there are at most {@link Ticket#MAX_LAG} and one. */
    private final Deque<Place> underWay = new ArrayDeque<>();

    private long lastSequence;
    private volatile boolean isOver;

    OpenSession(long id) {
        this.id = id;
    }

    /** One command. */
    static final class Place {
        private final Ticket ticket;
        private boolean isAnswered;

        private Place(Ticket ticket) {
            this.ticket = ticket;
        }

        Ticket ticket() {
            return ticket;
        }
    }

    /** A place for a new command. */
    synchronized Place next() {
        Place oldest = underWay.peek();
        long sequence = lastSequence + 1;
        long lag = oldest == null ? 0 : sequence - oldest.ticket.sequence();
        if (lag > Ticket.MAX_LAG) {
            throw new RaftException.Overloaded(
                    Ticket.MAX_LAG + " commands were sent since one that is still under way: send less at a time");
        }
        lastSequence = sequence;
        Place place = new Place(new Ticket(id, sequence, (int) lag));
        underWay.add(place);
        return place;
    }

    /** A command's outcome is known, or nobody wants to know it any more: it will not be sent again. */
    synchronized void answered(Place place) {
        place.isAnswered = true;
        for (Place oldest = underWay.peek(); oldest != null && oldest.isAnswered; oldest = underWay.peek()) {
            underWay.remove();
        }
    }

    /** The replicas do not know it any more. */
    void end() {
        isOver = true;
    }

    boolean isOver() {
        return isOver;
    }
}

package io.github.reactiveraft.core.replicated;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that are open, from the one that nothing was heard of for longest. Who is in it depends on the log and on
 * nothing else: its indexes name sessions, its time ends them.
 *
 * @param <R> results
 */
final class SessionTable<R> {

    /** Beyond so many, the one that nothing was heard of for longest ends. */
    static final int MAX_COUNT = 65_536;

    private final Map<Long, Session<R>> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private long timeout;
    /** No session ends before this time, though perhaps none does then. */
    private long nextEnd = Long.MAX_VALUE;

    /** How many are open. */
    int count() {
        return sessions.size();
    }

    /** After so many milliseconds a session ends. */
    long timeout() {
        return timeout;
    }

    /** A client wants one; what it says of the timeout holds for all from now on. */
    void open(long id, long newTimeout, long now) {
        if (sessions.size() == MAX_COUNT) {
            endOldest();
        }
        sessions.put(id, new Session<>(id, now));
        timeout = Math.max(1, newTimeout);
        nextEnd = now;
    }

    private void endOldest() {
        Iterator<Session<R>> oldest = sessions.values().iterator();
        oldest.next();
        oldest.remove();
    }

    /** The log's time is this: those that nothing was heard of for too long end. It never goes back. */
    void passTo(long now) {
        if (now < nextEnd) {
            return;
        }
        nextEnd = Long.MAX_VALUE;
        for (Iterator<Session<R>> all = sessions.values().iterator(); all.hasNext(); ) {
            long heard = all.next().lastHeard();
            if (now - heard < timeout) {
                nextEnd = heard + timeout;
                return;
            }
            all.remove();
        }
    }

    /** An open session, of which something is heard at this time; null if there is none of this number. */
    @Nullable
    Session<R> hear(long id, long now) {
        Session<R> session = sessions.get(id);
        if (session != null) {
            session.heard(now);
        }
        return session;
    }

    /** Puts back what {@link #oldestFirst} gave, one after the other, after {@link #restoreTimeout}. */
    void restore(Session<R> session) {
        sessions.put(session.id(), session);
        nextEnd = Long.MIN_VALUE;
    }

    /** Puts the timeout of a snapshot in force. */
    void restoreTimeout(long restored) {
        timeout = restored;
    }

    /** Those that are open. */
    List<Session<R>> oldestFirst() {
        return List.copyOf(sessions.values());
    }
}

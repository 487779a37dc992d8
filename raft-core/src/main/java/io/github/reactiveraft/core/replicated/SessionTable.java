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

    /** Of all results that are kept, as encoded; beyond it the oldest go. */
    static final long MAX_REPLY_BYTES = 64L * 1024 * 1024;

    private final Map<Long, Session<R>> sessions = new LinkedHashMap<>(16, 0.75f, true);
    /** Those of which results are kept that take bytes, in the same order. */
    private final Map<Long, Session<R>> holding = new LinkedHashMap<>(16, 0.75f, true);

    private long replyBytes;
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
        Session<R> ended = oldest.next();
        oldest.remove();
        ended(ended);
    }

    private void ended(Session<R> session) {
        replyBytes -= session.replies().byteCount();
        holding.remove(session.id());
    }

    /** The log's time is this: those that nothing was heard of for too long end. It never goes back. */
    void passTo(long now) {
        if (now < nextEnd) {
            return;
        }
        nextEnd = Long.MAX_VALUE;
        for (Iterator<Session<R>> all = sessions.values().iterator(); all.hasNext(); ) {
            Session<R> oldest = all.next();
            if (now - oldest.lastHeard() < timeout) {
                nextEnd = oldest.lastHeard() + timeout;
                return;
            }
            all.remove();
            ended(oldest);
        }
    }

    /** An open session, of which something is heard at this time; null if there is none of this number. */
    @Nullable
    Session<R> hear(long id, long now) {
        Session<R> session = sessions.get(id);
        if (session != null) {
            session.heard(now);
            // Being heard of is what both orders go by.
            holding.get(id);
        }
        return session;
    }

    /** A session's client has the replies to all commands before this one. */
    void forgetBefore(Session<R> session, long sequence) {
        long before = session.replies().byteCount();
        session.replies().forgetBefore(sequence);
        counted(session, before);
    }

    /** A session's command was executed. What is kept of others may have to make room for its result. */
    void answered(Session<R> session, long sequence, Reply<R> reply) {
        long before = session.replies().byteCount();
        session.replies().put(sequence, reply);
        counted(session, before);
        makeRoom();
    }

    private void counted(Session<R> session, long before) {
        long now = session.replies().byteCount();
        replyBytes += now - before;
        if (now == 0) {
            holding.remove(session.id());
        } else if (before == 0) {
            holding.put(session.id(), session);
        }
    }

    private void makeRoom() {
        while (replyBytes > MAX_REPLY_BYTES) {
            Session<R> oldest = holding.values().iterator().next();
            long before = oldest.replies().byteCount();
            oldest.replies().dropOldestResult();
            counted(oldest, before);
        }
    }

    /** Puts back what {@link #oldestFirst} gave, one after the other, after {@link #restoreTimeout}. */
    void restore(Session<R> session) {
        sessions.put(session.id(), session);
        counted(session, 0);
        makeRoom();
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

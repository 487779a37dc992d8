package io.github.reactiveraft.core.replicated;

/**
 * One client, as all replicas know it.
 *
 * @param <R> results
 */
final class Session<R> {

    private final long id;
    private final Replies<R> replies = new Replies<>();
    private long lastHeard;

    Session(long id, long lastHeard) {
        this.id = id;
        this.lastHeard = lastHeard;
    }

    /** The index of the entry that opened it. */
    long id() {
        return id;
    }

    /** When a command of it came last, in the log's time. */
    long lastHeard() {
        return lastHeard;
    }

    void heard(long now) {
        lastHeard = now;
    }

    Replies<R> replies() {
        return replies;
    }
}

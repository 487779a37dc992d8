package io.github.reactiveraft.api.session;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftLimits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what waits somewhere against its limits; from any thread. */
public final class Admission {

    private final String place;
    private final int maxCount;
    private final long maxBytes;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * Nothing waits yet.
     *
     * @param place where, for people
     */
    public Admission(String place, int maxCount, long maxBytes) {
        this.place = place;
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** On a node, whose limits count. */
    public Admission(NodeId node, RaftLimits limits) {
        this(node.value(), limits.pendingCount(), limits.pendingBytes());
    }

    /** Lets something in, or says why not; what was let in must be {@link #release released} once. */
    public RaftException.@Nullable Overloaded admit(int size) {
        int nowCount = count.incrementAndGet();
        long nowBytes = bytes.addAndGet(size);
        if (nowCount <= maxCount && nowBytes <= maxBytes) {
            return null;
        }
        release(size);
        return new RaftException.Overloaded((nowCount - 1) + " requests of " + (nowBytes - size)
                + " bytes are waiting on " + place + " already: send less at a time");
    }

    /** Something that was let in is answered. */
    public void release(int size) {
        count.decrementAndGet();
        bytes.addAndGet(-size);
    }
}

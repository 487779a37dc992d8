package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftLimits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what waits on a node against its limits; from any thread. */
final class Admission {

    private final NodeId self;
    private final RaftLimits limits;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Admission(NodeId self, RaftLimits limits) {
        this.self = self;
        this.limits = limits;
    }

    /** Lets something in, or says why not; what was let in must be {@link #release released} once. */
    RaftException.@Nullable Overloaded admit(int size) {
        int nowCount = count.incrementAndGet();
        long nowBytes = bytes.addAndGet(size);
        if (nowCount <= limits.pendingCount() && nowBytes <= limits.pendingBytes()) {
            return null;
        }
        release(size);
        return new RaftException.Overloaded((nowCount - 1) + " requests of " + (nowBytes - size)
                + " bytes are waiting on " + self + " already: send less at a time");
    }

    /** Something that was let in is answered. */
    void release(int size) {
        count.decrementAndGet();
        bytes.addAndGet(-size);
    }
}

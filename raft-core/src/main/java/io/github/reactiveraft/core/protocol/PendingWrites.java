package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.model.HardState;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The writes on their way to the disk, in order, and what is known to have arrived there. What is durable follows from
 * the ids of writes alone, never from an index: an index that was truncated and written again names another entry.
 *
 * <p>The queue needs no bound of its own: proposals, inbound requests and their bytes are bounded where they come in.
 */
final class PendingWrites {

    private final Deque<Write> pending = new ArrayDeque<>();
    private long lastId;
    /** The last write that carries a hard state. */
    private long lastHardStateId;

    private long persistedId;
    private HardState durableHardState;
    private long durableIndex;

    PendingWrites(HardState durableHardState, long durableIndex) {
        this.durableHardState = durableHardState;
        this.durableIndex = durableIndex;
    }

    /** Queues a write and names it. */
    long add(@Nullable HardState hardState, long lastIndexAfter) {
        lastId++;
        if (hardState != null) {
            lastHardStateId = lastId;
        }
        pending.addLast(new Write(lastId, hardState, lastIndexAfter));
        return lastId;
    }

    /** The entries from this index on were replaced in memory: what is or becomes durable of them does not count. */
    void forgetFrom(long index) {
        durableIndex = Math.min(durableIndex, index - 1);
        for (int i = pending.size(); i > 0; i--) {
            pending.addLast(pending.removeFirst().upTo(index - 1));
        }
    }

    /** The write with this id and all before it are on disk. Ids never given out, and repeated ones, say nothing. */
    void persisted(long id) {
        if (id > lastId || id <= persistedId) {
            return;
        }
        persistedId = id;
        for (Write write = pending.peekFirst(); write != null && write.id <= id; write = pending.peekFirst()) {
            pending.removeFirst();
            durableIndex = Math.max(durableIndex, write.lastIndex);
            if (write.hardState != null) {
                durableHardState = write.hardState;
            }
        }
    }

    /** Whether the last hard state that was queued is on disk. */
    boolean isHardStateDurable() {
        return lastHardStateId <= persistedId;
    }

    HardState durableHardState() {
        return durableHardState;
    }

    long durableIndex() {
        return durableIndex;
    }

    private record Write(long id, @Nullable HardState hardState, long lastIndex) {
        Write upTo(long index) {
            return lastIndex <= index ? this : new Write(id, hardState, index);
        }
    }
}

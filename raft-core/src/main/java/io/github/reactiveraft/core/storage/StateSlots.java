package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the slots of a state file hold: each of them a state, or the reason why it cannot be read. */
final class StateSlots {

    static final int COUNT = 4;
    static final int PAIR = StateSlot.PAIR;
    static final int BYTES = COUNT * StateSlot.BYTES;

    private final String path;
    private final List<Slot> slots = new ArrayList<>();

    private record Slot(
            @Nullable StateSlot content, @Nullable StorageException damage) {}

    /** Reads as many slots as there are whole ones in the content of a file. */
    StateSlots(ByteBuffer content, String path) {
        this.path = path;
        for (int number = 0; number < COUNT && (number + 1) * StateSlot.BYTES <= content.limit(); number++) {
            slots.add(read(content.slice(number * StateSlot.BYTES, StateSlot.BYTES), number));
        }
    }

    private Slot read(ByteBuffer bytes, int number) {
        try {
            return new Slot(StateSlot.decode(bytes, number, path), null);
        } catch (StorageException e) {
            return new Slot(null, e);
        }
    }

    /** Why a slot cannot be read, or null if it can be or is not there. */
    @Nullable
    StorageException damage(int number) {
        return number < slots.size() ? slots.get(number).damage() : null;
    }

    /** The newest state in the first slot it stands in, or null if there is none that can be read. */
    @Nullable
    StateSlot newest() {
        StateSlot newest = null;
        for (Slot slot : slots) {
            StateSlot content = slot.content();
            if (content != null && (newest == null || content.sequence() > newest.sequence())) {
                newest = content;
            }
        }
        return newest;
    }

    /** Whether the other slot of a slot's pair holds a state before it: writing the pair was interrupted in the middle. */
    boolean isBegun(StateSlot slot) {
        StateSlot other = slots.get(slot.number() ^ 1).content();
        return other != null && other.sequence() < slot.sequence();
    }

    /**
     * Why the newest state that can be read may not be the newest that was written: both slots of a pair are lost, which no
     * power cut can do. Null if that is not so.
     *
     * @param first the pair's first slot
     */
    @Nullable
    StorageException loss(int first) {
        if (isLost(first) && isLost(first + 1)) {
            return Damage.corrupt(
                    path,
                    (long) first * StateSlot.BYTES,
                    "both copies of one state are lost, and it may have been the newest term and vote");
        }
        return null;
    }

    private boolean isLost(int number) {
        StorageException damage = damage(number);
        return damage != null && damage.reason() == Reason.CORRUPT;
    }
}

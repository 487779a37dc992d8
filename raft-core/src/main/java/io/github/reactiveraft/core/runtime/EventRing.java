package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest changes of a replica, as many as fit into so many bytes: what watchers can still be told. It keeps and drops the
 * changes of one command together, so that what it has is whole from an index on; those of the newest command it always keeps. Each
 * change has a place, counted from the start of the node, so that a watcher needs nothing but a number. On the loop only.
 *
 * @param <R> what the state machine puts out
 */
final class EventRing<R> {

    /** What a change takes beside its value, roughly: else those that encode to nothing would be kept for ever. */
    static final int OVERHEAD = 64;

    /** What a value counts that the codec cannot encode. */
    static final int UNKNOWN_BYTES = 1_024;

    /** So many places are empty before it is worth while to close the gap. */
    private static final int LEAST_GAP = 64;

    private final Codec<R> codec;
    private final int maxBytes;
    /** Those in front that were dropped are null, until the gap is closed. */
    private final List<@Nullable Kept<R>> slots = new ArrayList<>();

    private long placeOfFirstSlot;
    private long firstPlace;
    private long availableFrom;
    private long lastIndex;
    private long bytes;

    private record Kept<R>(Change<R> change, long bytes) {}

    /**
     * Nothing happened here yet.
     *
     * @param codec tells how large a change is
     * @param maxBytes how much is kept
     * @param index of the state that the replica starts with
     */
    EventRing(Codec<R> codec, int maxBytes, long index) {
        this.codec = codec;
        this.maxBytes = maxBytes;
        this.lastIndex = index;
        this.availableFrom = index + 1;
    }

    /** The lowest index from which all changes are here, or are yet to come. */
    long availableFrom() {
        return availableFrom;
    }

    /** All changes up to here came by. */
    long lastIndex() {
        return lastIndex;
    }

    /** How much there is, as it is counted. */
    long bytes() {
        return bytes;
    }

    /** Where the oldest change is that was not dropped, or would be. */
    long firstPlace() {
        return firstPlace;
    }

    /** Where the next change will be. */
    long endPlace() {
        return placeOfFirstSlot + slots.size();
    }

    /** The change at a place that was not dropped. */
    Change<R> at(long place) {
        return kept(place).change;
    }

    private Kept<R> kept(long place) {
        return Objects.requireNonNull(slots.get((int) (place - placeOfFirstSlot)));
    }

    /** Where the first change is that has this index or a later one; the end if it is yet to come. */
    long placeOf(long index) {
        long low = firstPlace;
        long high = endPlace();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).index() < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The entry behind the last was applied, and emitted these, all of them; makes room for them. */
    void add(long index, List<Change<R>> changes) {
        lastIndex = index;
        for (Change<R> change : changes) {
            long size = OVERHEAD + encodedBytes(change.value());
            slots.add(new Kept<>(change, size));
            bytes += size;
        }
        while (bytes > maxBytes && at(firstPlace).index() < at(endPlace() - 1).index()) {
            dropOldest();
        }
    }

    private long encodedBytes(R value) {
        try {
            return codec.encode(value).length;
        } catch (RuntimeException | Error unencodable) {
            // Whoever needs it encoded will be told; a watcher here does not.
            return UNKNOWN_BYTES;
        }
    }

    private void dropOldest() {
        long dropped = at(firstPlace).index();
        while (firstPlace < endPlace() && at(firstPlace).index() == dropped) {
            bytes -= kept(firstPlace).bytes;
            slots.set((int) (firstPlace - placeOfFirstSlot), null);
            firstPlace++;
        }
        availableFrom = dropped + 1;
        int gap = (int) (firstPlace - placeOfFirstSlot);
        if (gap >= LEAST_GAP && gap > slots.size() / 2) {
            slots.subList(0, gap).clear();
            placeOfFirstSlot = firstPlace;
        }
    }

    /** The state became that of an index, and what lies between was never here. That takes a place, which everybody misses. */
    void jump(long index) {
        firstPlace = endPlace() + 1;
        placeOfFirstSlot = firstPlace;
        slots.clear();
        bytes = 0;
        lastIndex = index;
        availableFrom = index + 1;
    }
}

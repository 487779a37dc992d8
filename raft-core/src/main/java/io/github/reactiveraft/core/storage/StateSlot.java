package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One copy of a state: a {@link Block} of slot u32, sequence i64 (odd ones in the second pair), incarnation, superseded
 * u8, term i64, votedFor (empty for none), count u16, (node, incarnation) each. An incarnation is three i64: the number
 * drawn, the start and the one before.
 *
 * @param number which slot of the file it is, from 0
 * @param sequence counts the states
 * @param incarnation whose state it is, and in which opening
 * @param isSuperseded whether others go on without this data
 * @param state the state
 */
record StateSlot(int number, long sequence, Incarnation incarnation, boolean isSuperseded, HardState state) {

    static final int BYTES = 4096;
    static final int PAIR = 2;

    private static final long MAGIC = 0x3153_4448_4641_5246L;

    /** The same in another slot. */
    StateSlot in(int otherNumber) {
        return new StateSlot(otherNumber, sequence, incarnation, isSuperseded, state);
    }

    /** The first slot of the next state. */
    StateSlot next(HardState newState) {
        return next(incarnation, isSuperseded, newState);
    }

    /** The same state, opened once more. */
    StateSlot opened(long chance) {
        return next(incarnation.opened(chance), isSuperseded, state);
    }

    /** The same state, which others go on without. */
    StateSlot superseded() {
        return next(incarnation, true, state);
    }

    private StateSlot next(Incarnation newIncarnation, boolean willBeSuperseded, HardState newState) {
        long newSequence = sequence + 1;
        int first = (int) (newSequence % PAIR) * PAIR;
        return new StateSlot(first, newSequence, newIncarnation, willBeSuperseded, newState);
    }

    /** Where it stands in the file. */
    long offset() {
        return (long) number * BYTES;
    }

    /**
     * Reads one.
     *
     * @param bytes the slot's bytes
     * @throws StorageException if they are damaged, or of another format version
     */
    static StateSlot decode(ByteBuffer bytes, int number, String path) {
        long offset = (long) number * BYTES;
        ByteBuffer body = Block.body(bytes, MAGIC, path, offset);
        try {
            int storedNumber = body.getInt();
            long sequence = body.getLong();
            if (storedNumber != number || sequence < 0 || sequence % PAIR != number / PAIR) {
                throw Damage.corrupt(
                        path, offset, "slot " + storedNumber + ", sequence " + sequence + " does not belong here");
            }
            Incarnation incarnation = incarnation(body);
            boolean isSuperseded = body.get() != 0;
            long term = body.getLong();
            String votedFor = Block.text(body);
            SortedMap<NodeId, Incarnation> known = new TreeMap<>();
            for (int count = Short.toUnsignedInt(body.getShort()); count > 0; count--) {
                known.put(NodeId.of(Block.text(body)), incarnation(body));
            }
            HardState state = new HardState(term, votedFor.isEmpty() ? null : NodeId.of(votedFor), known);
            return new StateSlot(number, sequence, incarnation, isSuperseded, state);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw Damage.corrupt(path, offset, "it makes no sense in spite of a valid checksum: " + e.getMessage());
        }
    }

    private static Incarnation incarnation(ByteBuffer body) {
        return new Incarnation(body.getLong(), body.getLong(), body.getLong());
    }

    private static void put(ByteBuffer body, Incarnation incarnation) {
        body.putLong(incarnation.drawn()).putLong(incarnation.start()).putLong(incarnation.previous());
    }

    /** The bytes of the whole slot. */
    ByteBuffer encode(String path) {
        NodeId votedFor = state.votedFor();
        int largest = 128 + 1024 + state.incarnations().size() * (2 + 64 + 24);
        ByteBuffer buffer = Block.start(Math.max(largest, BYTES));
        buffer.putInt(number).putLong(sequence);
        put(buffer, incarnation);
        buffer.put((byte) (isSuperseded ? 1 : 0)).putLong(state.term());
        Block.putText(buffer, votedFor == null ? "" : votedFor.value());
        buffer.putShort((short) state.incarnations().size());
        state.incarnations().forEach((node, known) -> {
            Block.putText(buffer, node.value());
            put(buffer, known);
        });
        if (buffer.position() > BYTES) {
            throw new StorageException(
                    Reason.IO,
                    path + " has " + BYTES + " bytes for term, vote and members met, but "
                            + state.incarnations().size() + " members take " + buffer.position()
                            + ". Use shorter names, or start a new cluster",
                    null);
        }
        return ByteBuffer.allocate(BYTES).put(Block.finish(buffer, MAGIC)).clear();
    }
}

package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Term, vote and known incarnations, in four slots: two pairs, written in turn, both slots of a pair the same.
 *
 * <p>A state must survive two things, a power cut at any moment and the rot of one slot. Writing goes to the pair that
 * does not hold the newest state, so a power cut in the middle can tear only what was never acknowledged, whatever
 * becomes of the two slots: the other pair still has what was. Once written, a state stands in two slots, so one of them
 * may rot without a vote being forgotten; with one slot a state, the older one would be taken for the newest. It takes
 * one sync a state; two slots written one after the other would take two. Only if both copies rot is an older state
 * believed, for nothing tells that from a torn write; if no slot is left, the file is refused.
 *
 * <p>{@link #renew} writes the newest state where it already stands, one slot after the other. That makes two good
 * copies again, and makes durable what a process that died without a power cut, or after a failed sync, may have left in
 * the page cache only. It must not go to the other pair, for in that case the other pair holds the one state that is
 * durable.
 *
 * <p>A slot is a {@link Block} of: slot u32, sequence i64 (odd ones in the second pair), incarnation i64, term i64,
 * votedFor (empty for none), count u16, (node, incarnation i64) each.
 */
final class StateFile implements Closeable {

    static final String NAME = "state";
    static final int SLOT_BYTES = 4096;
    static final int SLOT_COUNT = 4;

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
    private static final long MAGIC = 0x3153_4448_4641_5246L;
    static final int PAIR = 2;

    private final String path;
    private final DiskFile file;
    private final long incarnation;
    private Slot newest;

    record Slot(int number, long sequence, long incarnation, HardState state) {}

    private StateFile(String path, DiskFile file, Slot newest) {
        this.path = path;
        this.file = file;
        this.incarnation = newest.incarnation();
        this.newest = newest;
    }

    /** Creates the file with the initial state in all slots. */
    static void create(Disk disk, long incarnation) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(SLOT_COUNT * SLOT_BYTES);
        for (int number = 0; number < SLOT_COUNT; number++) {
            Slot slot = new Slot(number, number / PAIR, incarnation, HardState.INITIAL);
            all.put(number * SLOT_BYTES, encode(slot, disk.locate(NAME)), 0, SLOT_BYTES);
        }
        WholeFile.create(disk, NAME, all, all.limit());
    }

    /** Whether a file without an identity beside it comes from a first start that did not get to its end. */
    static boolean isUntouched(Disk disk) throws IOException {
        try (DiskFile file = disk.open(NAME, false)) {
            Slot newest = newest(file, disk.locate(NAME));
            return newest.sequence() <= 1 && newest.state().equals(HardState.INITIAL);
        }
    }

    /** Opens the file, changing nothing. */
    static StateFile open(Disk disk, Owner owner) throws IOException {
        String path = disk.locate(NAME);
        DiskFile file = disk.open(NAME, false);
        boolean opened = false;
        try {
            Slot newest = newest(file, path);
            if (newest.incarnation() != owner.incarnation()) {
                throw Damage.identity(path + " belongs to incarnation " + Long.toHexString(newest.incarnation())
                        + ", but this directory to " + owner
                        + ". It was moved here: put it back, and restore what was here before");
            }
            opened = true;
            return new StateFile(path, file, newest);
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /** The newest state. */
    HardState state() {
        return newest.state();
    }

    /** Makes what was read durable, in two copies. */
    void renew() throws IOException {
        int read = newest.number();
        int other = read ^ 1;
        for (int number : new int[] {other, read}) {
            Slot copy = new Slot(number, newest.sequence(), incarnation, newest.state());
            file.write((long) number * SLOT_BYTES, encode(copy, path));
            file.force();
        }
    }

    /** Makes a state durable. */
    void write(HardState state) throws IOException {
        long sequence = newest.sequence() + 1;
        int first = (int) (sequence % PAIR) * PAIR;
        Slot written = new Slot(first, sequence, incarnation, state);
        ByteBuffer pair = ByteBuffer.allocate(PAIR * SLOT_BYTES);
        pair.put(encode(written, path));
        pair.put(encode(new Slot(first + 1, sequence, incarnation, state), path));
        file.write((long) first * SLOT_BYTES, pair.flip());
        file.force();
        newest = written;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static Slot newest(DiskFile file, String path) throws IOException {
        if (file.size() != SLOT_COUNT * SLOT_BYTES) {
            throw Damage.corrupt(path, file.size(), "it has to be " + SLOT_COUNT * SLOT_BYTES + " bytes long");
        }
        ByteBuffer all = ByteBuffer.allocate(SLOT_COUNT * SLOT_BYTES);
        file.read(0, all);
        Slot newest = null;
        StorageException firstDamage = null;
        for (int number = 0; number < SLOT_COUNT; number++) {
            try {
                Slot slot = decode(all.slice(number * SLOT_BYTES, SLOT_BYTES), number, path);
                newest = newest == null || slot.sequence() > newest.sequence() ? slot : newest;
            } catch (StorageException e) {
                if (e.reason() != Reason.CORRUPT) {
                    throw e;
                }
                LOG.warn(
                        "One of {} copies of term and vote is lost, by a power cut or by rot: {}",
                        SLOT_COUNT,
                        e.getMessage());
                firstDamage = firstDamage == null ? e : firstDamage;
            }
        }
        return readable(newest, firstDamage);
    }

    private static Slot readable(@Nullable Slot newest, @Nullable StorageException damage) {
        if (newest != null) {
            return newest;
        }
        throw damage != null ? damage : new IllegalStateException("A slot is either read or damaged");
    }

    static Slot decode(ByteBuffer bytes, int number, String path) {
        long offset = (long) number * SLOT_BYTES;
        ByteBuffer body = Block.body(bytes, MAGIC, path, offset);
        try {
            int storedNumber = body.getInt();
            long sequence = body.getLong();
            if (storedNumber != number || sequence < 0 || sequence % PAIR != number / PAIR) {
                throw Damage.corrupt(
                        path, offset, "slot " + storedNumber + ", sequence " + sequence + " does not belong here");
            }
            long incarnation = body.getLong();
            long term = body.getLong();
            String votedFor = Block.text(body);
            SortedMap<NodeId, Long> known = new TreeMap<>();
            for (int count = Short.toUnsignedInt(body.getShort()); count > 0; count--) {
                known.put(NodeId.of(Block.text(body)), body.getLong());
            }
            HardState state = new HardState(term, votedFor.isEmpty() ? null : NodeId.of(votedFor), known);
            return new Slot(number, sequence, incarnation, state);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw Damage.corrupt(path, offset, "it makes no sense in spite of a valid checksum: " + e.getMessage());
        }
    }

    private static ByteBuffer encode(Slot slot, String path) {
        HardState state = slot.state();
        NodeId votedFor = state.votedFor();
        int largest = 64 + 1024 + state.incarnations().size() * (2 + 64 + 8);
        ByteBuffer buffer = Block.start(Math.max(largest, SLOT_BYTES));
        buffer.putInt(slot.number()).putLong(slot.sequence()).putLong(slot.incarnation());
        buffer.putLong(state.term());
        Block.putText(buffer, votedFor == null ? "" : votedFor.value());
        buffer.putShort((short) state.incarnations().size());
        state.incarnations().forEach((node, incarnation) -> {
            Block.putText(buffer, node.value());
            buffer.putLong(incarnation);
        });
        if (buffer.position() > SLOT_BYTES) {
            throw new StorageException(
                    Reason.IO,
                    path + " has " + SLOT_BYTES + " bytes for term, vote and members met, but "
                            + state.incarnations().size() + " members take " + buffer.position()
                            + ". Use shorter names, or start a new cluster",
                    null);
        }
        return padded(Block.finish(buffer, MAGIC));
    }

    private static ByteBuffer padded(ByteBuffer block) {
        return ByteBuffer.allocate(SLOT_BYTES).put(block).clear();
    }
}

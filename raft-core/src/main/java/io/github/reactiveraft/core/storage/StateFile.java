package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Term, vote and known incarnations, in four slots: two pairs, written in turn, both slots of a pair the same.
 *
 * <p>A state must survive two things, a power cut at any moment and the rot of one slot. Writing goes to the pair that
 * does not hold the newest state, one slot after the other, each with a sync of its own; only then it is acknowledged. So
 * a power cut can tear one slot at a time, and the other one of its pair is sound: it has the state before the newest or,
 * once the first slot is durable, the one that was being written. A pair of which neither slot can be read was therefore
 * not torn but is rotten, and what stood there may be the newest state, which was acknowledged: the file is refused, for
 * in an older state a vote may be missing. This certainty costs a second sync for each term and each vote, which are
 * rare.
 *
 * <p>Every opening of the directory has a number, which is part of the state: so it is durable, in two copies, with the
 * first write after the start.
 *
 * <p>{@link #renew} writes the newest state where it already stands, one slot after the other. That makes two good
 * copies again, and makes durable what a process that died without a power cut, or after a failed sync, may have left in
 * the page cache only. It must not go to the other pair, for in that case the other pair holds the one state that is
 * durable.
 */
final class StateFile implements Closeable {

    static final String NAME = "state";

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    private final String path;
    private final DiskFile file;
    /** Whether the newest state was read from the first of its slots only, and an older one from the second. */
    private final boolean isBegun;

    private StateSlot newest;

    private StateFile(String path, DiskFile file, StateSlot newest, boolean isBegun) {
        this.path = path;
        this.file = file;
        this.newest = newest;
        this.isBegun = isBegun;
    }

    /** Creates the file with the initial state in all slots. */
    static void create(Disk disk, long incarnation) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(StateSlots.BYTES);
        for (int number = 0; number < StateSlots.COUNT; number++) {
            StateSlot slot = new StateSlot(
                    number, number / StateSlots.PAIR, Incarnation.of(incarnation), false, HardState.INITIAL);
            all.put(slot.encode(disk.locate(NAME)));
        }
        WholeFile.create(disk, NAME, all.flip(), all.limit());
    }

    /** Whether a file without an identity beside it comes from a first start that did not get to its end. */
    static boolean isUntouched(Disk disk) throws IOException {
        try (DiskFile file = disk.open(NAME, false)) {
            StateSlot newest = newest(read(file, disk.locate(NAME)), disk.locate(NAME));
            return newest.sequence() <= 1 && newest.state().equals(HardState.INITIAL);
        }
    }

    /** Opens the file, changing nothing. */
    static StateFile open(Disk disk, Owner owner) throws IOException {
        String path = disk.locate(NAME);
        DiskFile file = disk.open(NAME, false);
        boolean opened = false;
        try {
            StateSlots slots = read(file, path);
            StateSlot newest = newest(slots, path);
            long incarnation = newest.incarnation().drawn();
            if (incarnation != owner.incarnation()) {
                throw Damage.identity(path + " belongs to incarnation " + Long.toHexString(incarnation)
                        + ", but this directory to " + owner
                        + ". It was moved here: put it back, and restore what was here before");
            }
            if (newest.isSuperseded()) {
                throw Damage.superseded(disk.locate(""));
            }
            opened = true;
            return new StateFile(path, file, newest, slots.isBegun(newest));
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /** What this data is recognised by. */
    Incarnation incarnation() {
        return newest.incarnation();
    }

    /** The newest state. */
    HardState state() {
        return newest.state();
    }

    /**
     * Makes what was read durable, in two copies. The copy that was read is not touched before there is another one; unless
     * the other slot holds an older state: then it is the first copy of a write that did not get to its end, perhaps in
     * the page cache only, and is written before the older state, which is durable for certain, goes.
     */
    void renew() throws IOException {
        StateSlot other = newest.in(newest.number() ^ 1);
        write(isBegun ? newest : other);
        write(isBegun ? other : newest);
    }

    /** Counts this opening, durably: nothing may leave the node before. */
    void begin(long chance) throws IOException {
        writePair(newest.opened(chance));
    }

    /** Makes a state durable. */
    void write(HardState state) throws IOException {
        writePair(newest.next(state));
    }

    /** Makes durable that this data is not to be opened again. */
    void supersede() throws IOException {
        writePair(newest.superseded());
    }

    private void writePair(StateSlot first) throws IOException {
        write(first);
        write(first.in(first.number() + 1));
        newest = first;
    }

    private void write(StateSlot slot) throws IOException {
        file.write(slot.offset(), slot.encode(path));
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static StateSlots read(DiskFile file, String path) throws IOException {
        if (file.size() != StateSlots.BYTES) {
            throw Damage.corrupt(path, file.size(), "it has to be " + StateSlots.BYTES + " bytes long");
        }
        ByteBuffer all = ByteBuffer.allocate(StateSlots.BYTES);
        file.read(0, all);
        return new StateSlots(all.flip(), path);
    }

    /** The newest state, if it is the newest for certain. */
    private static StateSlot newest(StateSlots slots, String path) {
        for (int number = 0; number < StateSlots.COUNT; number++) {
            StorageException damage = slots.damage(number);
            if (damage != null && damage.reason() != Reason.CORRUPT) {
                throw damage;
            }
            if (damage != null) {
                LOG.warn(
                        "One of {} copies of term and vote is lost, by a power cut or by rot: {}",
                        StateSlots.COUNT,
                        damage.getMessage());
            }
        }
        for (int first = 0; first < StateSlots.COUNT; first += StateSlots.PAIR) {
            StorageException loss = slots.loss(first);
            if (loss != null) {
                throw loss;
            }
        }
        StateSlot newest = slots.newest();
        if (newest == null) {
            throw Damage.corrupt(path, 0, "no copy of term and vote is left");
        }
        return newest;
    }
}

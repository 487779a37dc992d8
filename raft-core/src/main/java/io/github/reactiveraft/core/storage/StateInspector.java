package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads every copy of term and vote for itself, where recovery asks for the newest only. */
final class StateInspector {

    private static final String NAME = StateFile.NAME;
    private static final int SLOT_BYTES = StateFile.SLOT_BYTES;
    private static final int SLOT_COUNT = StateFile.SLOT_COUNT;

    private final Disk disk;
    private final Findings findings;
    private final String path;
    private StateFile.@Nullable Slot newest;
    private int readableCount;

    StateInspector(Disk disk, Findings findings) {
        this.disk = disk;
        this.findings = findings;
        this.path = disk.locate(NAME);
    }

    /** The newest state, or null if there is none that can be read. */
    @Nullable
    HardState inspect(List<String> names, @Nullable Owner owner) throws IOException {
        if (!names.contains(NAME)) {
            findings.refuse(StorageVerdict.UNUSABLE, NAME, 0, 0, Damage.corrupt(path, 0, "it is missing"));
            return null;
        }
        ByteBuffer content = WholeFile.read(disk, NAME, SLOT_COUNT * SLOT_BYTES);
        long size = findings.size(NAME);
        int wanted = SLOT_COUNT * SLOT_BYTES;
        if (size != wanted) {
            StorageException why = Damage.corrupt(path, size, "it has to be " + wanted + " bytes long");
            findings.refuse(NAME, Math.min(size, wanted), Math.abs(size - wanted), why);
        }
        for (int first = 0; first < SLOT_COUNT; first += StateFile.PAIR) {
            inspectPair(content, first);
        }
        StateFile.Slot found = newest;
        if (found == null) {
            findings.refuse(
                    StorageVerdict.UNUSABLE,
                    NAME,
                    0,
                    size,
                    Damage.corrupt(path, 0, "no copy of term and vote is left"));
            return null;
        }
        if (owner != null && found.incarnation() != owner.incarnation()) {
            StorageException why = Damage.identity(path + " belongs to incarnation "
                    + Long.toHexString(found.incarnation()) + ", but this directory to " + owner);
            findings.refuse(StorageVerdict.UNUSABLE, NAME, 0, size, why);
        }
        return found.state();
    }

    private void inspectPair(ByteBuffer content, int first) {
        int readableBefore = readableCount;
        for (int number = first; number < first + StateFile.PAIR; number++) {
            inspectSlot(content, number);
        }
        if (readableCount == readableBefore && content.limit() == SLOT_COUNT * SLOT_BYTES) {
            findings.note(
                    StorageVerdict.TORN_TAIL,
                    NAME,
                    (long) first * SLOT_BYTES,
                    (long) StateFile.PAIR * SLOT_BYTES,
                    "both copies of one state are lost: a write that was cut off before it was acknowledged, or the"
                            + " newest term and vote, rotten twice");
        }
    }

    private void inspectSlot(ByteBuffer content, int number) {
        int offset = number * SLOT_BYTES;
        if (offset + SLOT_BYTES > content.limit()) {
            return;
        }
        try {
            StateFile.Slot slot = StateFile.decode(content.slice(offset, SLOT_BYTES), number, path);
            readableCount++;
            newest = newest == null || slot.sequence() > newest.sequence() ? slot : newest;
        } catch (StorageException e) {
            if (e.reason() != Reason.CORRUPT) {
                findings.refuse(NAME, offset, SLOT_BYTES, e);
                return;
            }
            String what = "one of " + SLOT_COUNT + " copies of term and vote is lost: " + Damage.what(e, path);
            findings.note(StorageVerdict.CLEAN, NAME, offset, SLOT_BYTES, what);
        }
    }
}

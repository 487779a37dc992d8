package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads every copy of term and vote for itself, where recovery asks for the newest only. */
final class StateInspector {

    private static final String NAME = StateFile.NAME;

    private final Disk disk;
    private final Findings findings;
    private final String path;

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
        StateSlots slots = new StateSlots(WholeFile.read(disk, NAME, StateSlots.BYTES), path);
        long size = findings.size(NAME);
        int wanted = StateSlots.BYTES;
        if (size != wanted) {
            StorageException why = Damage.corrupt(path, size, "it has to be " + wanted + " bytes long");
            findings.refuse(NAME, Math.min(size, wanted), Math.abs(size - wanted), why);
        }
        for (int first = 0; first < StateSlots.COUNT; first += StateSlots.PAIR) {
            inspectPair(slots, first);
        }
        StateSlot found = slots.newest();
        if (found == null) {
            findings.refuse(
                    StorageVerdict.UNUSABLE,
                    NAME,
                    0,
                    size,
                    Damage.corrupt(path, 0, "no copy of term and vote is left"));
            return null;
        }
        if (owner != null && found.incarnation().drawn() != owner.incarnation()) {
            StorageException why = Damage.identity(path + " belongs to incarnation "
                    + Long.toHexString(found.incarnation().drawn()) + ", but this directory to " + owner);
            findings.refuse(StorageVerdict.UNUSABLE, NAME, 0, size, why);
        }
        if (found.isSuperseded()) {
            findings.refuse(StorageVerdict.UNUSABLE, NAME, 0, size, Damage.superseded(disk.locate("")));
        }
        return found.state();
    }

    private void inspectPair(StateSlots slots, int first) {
        for (int number = first; number < first + StateSlots.PAIR; number++) {
            StorageException damage = slots.damage(number);
            if (damage != null) {
                inspectDamage(damage, (long) number * StateSlot.BYTES);
            }
        }
        StorageException loss = slots.loss(first);
        if (loss != null) {
            long offset = (long) first * StateSlot.BYTES;
            findings.refuse(StorageVerdict.UNUSABLE, NAME, offset, (long) StateSlots.PAIR * StateSlot.BYTES, loss);
        }
    }

    private void inspectDamage(StorageException damage, long offset) {
        if (damage.reason() != Reason.CORRUPT) {
            findings.refuse(NAME, offset, StateSlot.BYTES, damage);
            return;
        }
        String what = "one of " + StateSlots.COUNT + " copies of term and vote is lost: " + Damage.what(damage, path);
        findings.note(StorageVerdict.CLEAN, NAME, offset, StateSlot.BYTES, what);
    }
}

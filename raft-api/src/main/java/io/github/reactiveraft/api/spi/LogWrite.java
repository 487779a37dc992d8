package io.github.reactiveraft.api.spi;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import org.jspecify.annotations.Nullable;

/**
 * One step of the ordered stream of writes: first the hard state, then the snapshot, then the truncation, then the
 * entries.
 *
 * @param hardState the new term, vote and incarnations, or null to leave them
 * @param adoption the staged snapshot that comes into force, or null for none
 * @param truncateFrom the first index to remove with everything behind it, or 0 for none
 * @param entries what to append, perhaps nothing; starts right behind the last index after the truncation
 */
public record LogWrite(
        @Nullable HardState hardState, @Nullable SnapshotAdoption adoption, long truncateFrom, EntryBatch entries) {

    /** A write without a snapshot. */
    public LogWrite(@Nullable HardState hardState, long truncateFrom, EntryBatch entries) {
        this(hardState, null, truncateFrom, entries);
    }
}

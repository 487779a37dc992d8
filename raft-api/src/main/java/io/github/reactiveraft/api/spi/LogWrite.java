package io.github.reactiveraft.api.spi;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import org.jspecify.annotations.Nullable;

/**
 * One step of the ordered stream of writes: first the hard state, then the truncation, then the entries.
 *
 * @param hardState the new term, vote and incarnations, or null to leave them
 * @param truncateFrom the first index to remove with everything behind it, or 0 for none
 * @param entries what to append, perhaps nothing; starts right behind the last index after the truncation
 */
public record LogWrite(@Nullable HardState hardState, long truncateFrom, EntryBatch entries) {}

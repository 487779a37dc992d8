package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.SnapshotMeta;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot in force.
 *
 * @param file its name in the directory
 * @param lastIncluded the last entry whose effect is in it, as its name says
 * @param meta what it stands for, or null if its header cannot be read or is another one's
 * @param byteCount how long the file is
 * @param isSound whether all of it is as it was written
 */
public record InspectedSnapshot(
        String file, EntryId lastIncluded, @Nullable SnapshotMeta meta, long byteCount, boolean isSound) {}

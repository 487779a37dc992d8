/**
 * What a node keeps: term, vote, log and snapshots on disk, or in memory for tests. {@link
 * io.github.reactiveraft.core.storage.RaftStorage} is the door; {@link io.github.reactiveraft.core.storage.Disk} is what
 * it stands on, so that a simulated disk can tear and lose what the real one would.
 */
@NullMarked
package io.github.reactiveraft.core.storage;

import org.jspecify.annotations.NullMarked;

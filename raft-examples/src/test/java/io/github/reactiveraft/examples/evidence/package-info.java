/**
 * Evidence with real processes, for a person to gather: {@code scripts/evidence}. Power cuts of nodes whose disks really
 * lose what was not forced, snapshots larger than the memory, logs of many entries. The tests run short slices of it.
 */
@NullMarked
package io.github.reactiveraft.examples.evidence;

import org.jspecify.annotations.NullMarked;

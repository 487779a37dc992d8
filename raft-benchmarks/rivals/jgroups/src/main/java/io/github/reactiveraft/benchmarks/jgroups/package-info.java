/** jgroups-raft as a measured system: over TCP, its clients members of the channel that have no vote. */
@NullMarked
package io.github.reactiveraft.benchmarks.jgroups;

import org.jspecify.annotations.NullMarked;

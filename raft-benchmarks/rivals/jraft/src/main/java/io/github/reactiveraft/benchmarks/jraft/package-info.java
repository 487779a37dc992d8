/** SOFAJRaft as a measured system: over its own RPC, with its own way to find the leader. */
@NullMarked
package io.github.reactiveraft.benchmarks.jraft;

import org.jspecify.annotations.NullMarked;

/**
 * What must never happen in a cluster, each rule a small class of its own that is told what happens and throws a
 * {@link io.github.reactiveraft.test.sim.check.Violation} at the very step that breaks it. None of them trusts the node:
 * they look at what its disk holds, at what leaves it, and at what it applies.
 */
@NullMarked
package io.github.reactiveraft.test.sim.check;

import org.jspecify.annotations.NullMarked;

/**
 * The pure protocol: every decision that, taken wrongly, could lose or fork committed data. Events in, effects out; no
 * thread, no clock, no I/O, no randomness. {@link io.github.reactiveraft.core.protocol.RaftCore} is the only mutable
 * object. Public within this module and to the test kit; not an API.
 */
@NullMarked
package io.github.reactiveraft.core.protocol;

import org.jspecify.annotations.NullMarked;

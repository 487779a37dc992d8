/**
 * What is replicated around the application's state machine, pure and deterministic like it: the sessions of clients, which
 * keep commands from being executed twice (thesis §6.3). All of it is in the snapshots.
 */
@NullMarked
package io.github.reactiveraft.core.replicated;

import org.jspecify.annotations.NullMarked;

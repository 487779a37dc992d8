/**
 * Was what the clients saw possible? A {@link io.github.reactiveraft.test.history.History} records who asked for what
 * from when to when and what came back; a {@link io.github.reactiveraft.test.history.Model} says what one copy of the
 * thing would have answered; the {@link io.github.reactiveraft.test.history.LinearizabilityChecker} looks for one order
 * that agrees with both. It sees answers only, never a log or a term, so it judges Raft without trusting any part of it.
 *
 * <p>Nothing here knows Reactor or this project's nodes: histories of real clusters are judged as well as those of
 * simulated ones.
 */
@NullMarked
package io.github.reactiveraft.test.history;

import org.jspecify.annotations.NullMarked;

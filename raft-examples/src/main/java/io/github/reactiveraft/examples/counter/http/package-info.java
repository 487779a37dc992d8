/**
 * The counter's HTTP door: the same on every node, because any node passes on to the leader what the leader must do. One
 * type is public; the rest turns requests into calls of the node, and the node's answers into statuses.
 */
@NullMarked
package io.github.reactiveraft.examples.counter.http;

import org.jspecify.annotations.NullMarked;

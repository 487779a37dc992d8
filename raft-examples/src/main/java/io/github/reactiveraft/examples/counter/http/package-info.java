/**
 * The counter's HTTP door, in front of any client of the cluster: a node of the same process, or one that reaches the members
 * over the network. One type is public; the rest turns requests into calls of the client, and its answers into statuses.
 */
@NullMarked
package io.github.reactiveraft.examples.counter.http;

import org.jspecify.annotations.NullMarked;

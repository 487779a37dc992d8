/** Starts the members of a cluster over real sockets, whatever their state machine: what all runnable examples share. */
@NullMarked
package io.github.reactiveraft.examples.members;

import org.jspecify.annotations.NullMarked;

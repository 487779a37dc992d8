/** The door: {@link io.github.reactiveraft.core.RaftServer} builds and starts a node. */
@NullMarked
package io.github.reactiveraft.core;

import org.jspecify.annotations.NullMarked;

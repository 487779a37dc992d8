/** The simulator's own tests: time, lanes, network and clusters, each alone. */
@NullMarked
package io.github.reactiveraft.test.sim;

import org.jspecify.annotations.NullMarked;

/** Runs the simulator's command line in process. */
@NullMarked
package io.github.reactiveraft.test.cli;

import org.jspecify.annotations.NullMarked;

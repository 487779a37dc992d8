/** Starts measured processes, talks to them, and reads what they cost. */
@NullMarked
package io.github.reactiveraft.benchmarks.process;

import org.jspecify.annotations.NullMarked;

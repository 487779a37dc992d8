/** This library, as a system to be measured. */
@NullMarked
package io.github.reactiveraft.benchmarks.ours;

import org.jspecify.annotations.NullMarked;

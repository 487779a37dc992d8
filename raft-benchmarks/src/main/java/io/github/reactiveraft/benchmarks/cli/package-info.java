/** The command line: what to measure, and where results go. */
@NullMarked
package io.github.reactiveraft.benchmarks.cli;

import org.jspecify.annotations.NullMarked;

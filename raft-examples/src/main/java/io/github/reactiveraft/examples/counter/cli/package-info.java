/** The command line: one node in a process of its own, or a whole cluster in one to look at. */
@NullMarked
package io.github.reactiveraft.examples.counter.cli;

import org.jspecify.annotations.NullMarked;

/** Real processes, killed for real: what the counter promises, seen from outside through HTTP alone. */
@NullMarked
package io.github.reactiveraft.examples.counter.process;

import org.jspecify.annotations.NullMarked;

/** A counter that survives its machines: what is replicated. Everything else around it is {@code http} and {@code cli}. */
@NullMarked
package io.github.reactiveraft.examples.counter;

import org.jspecify.annotations.NullMarked;

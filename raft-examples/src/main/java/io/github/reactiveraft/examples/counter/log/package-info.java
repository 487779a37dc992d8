/**
 * The command line's tools that look into a node's directory while nobody runs there. The one room of the examples that
 * knows more of the library than its facade, because operators ask what applications need not.
 */
@NullMarked
package io.github.reactiveraft.examples.counter.log;

import org.jspecify.annotations.NullMarked;

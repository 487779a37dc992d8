/** A key-value store that survives its machines: versions, compare-and-set, keys that expire, and watches of a prefix. */
@NullMarked
package io.github.reactiveraft.examples.kv;

import org.jspecify.annotations.NullMarked;

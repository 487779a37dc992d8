/** Holds the README to the code. */
@NullMarked
package io.github.reactiveraft.examples.readme;

import org.jspecify.annotations.NullMarked;

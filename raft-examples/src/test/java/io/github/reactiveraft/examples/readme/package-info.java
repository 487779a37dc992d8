/** Holds the documentation to the code: what it shows about tests is compiled and run here, and compared there. */
@NullMarked
package io.github.reactiveraft.examples.readme;

import org.jspecify.annotations.NullMarked;

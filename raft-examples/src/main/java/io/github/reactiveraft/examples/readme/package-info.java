/** The code that stands in README.md: compiled here, compared there by a test. */
@NullMarked
package io.github.reactiveraft.examples.readme;

import org.jspecify.annotations.NullMarked;

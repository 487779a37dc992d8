/** What several rivals' clients leave to their user. */
@NullMarked
package io.github.reactiveraft.benchmarks.rivals;

import org.jspecify.annotations.NullMarked;

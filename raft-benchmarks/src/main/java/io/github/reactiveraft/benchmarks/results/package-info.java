/** What was measured, as lines of JSON, tables and plots. */
@NullMarked
package io.github.reactiveraft.benchmarks.results;

import org.jspecify.annotations.NullMarked;

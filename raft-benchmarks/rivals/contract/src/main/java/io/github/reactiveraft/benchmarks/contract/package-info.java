/** Contract of {@link io.github.reactiveraft.benchmarks.system.MeasuredSystem}: a system runs it as a test. */
@NullMarked
package io.github.reactiveraft.benchmarks.contract;

import org.jspecify.annotations.NullMarked;

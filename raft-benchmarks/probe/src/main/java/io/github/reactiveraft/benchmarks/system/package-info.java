/** What a system has to be able to do to be measured beside others. */
@NullMarked
package io.github.reactiveraft.benchmarks.system;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.github.reactiveraft.benchmarks.jraft;

import org.jspecify.annotations.NullMarked;

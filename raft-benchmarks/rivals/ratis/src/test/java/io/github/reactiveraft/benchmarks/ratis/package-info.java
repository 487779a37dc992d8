@NullMarked
package io.github.reactiveraft.benchmarks.ratis;

import org.jspecify.annotations.NullMarked;

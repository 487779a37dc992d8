@NullMarked
package io.github.reactiveraft.benchmarks.jgroups;

import org.jspecify.annotations.NullMarked;

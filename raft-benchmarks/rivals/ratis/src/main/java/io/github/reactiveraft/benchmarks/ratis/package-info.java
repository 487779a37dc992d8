/** Apache Ratis as a measured system: over gRPC, with its own client. */
@NullMarked
package io.github.reactiveraft.benchmarks.ratis;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.github.reactiveraft.benchmarks.etcd;

import org.jspecify.annotations.NullMarked;

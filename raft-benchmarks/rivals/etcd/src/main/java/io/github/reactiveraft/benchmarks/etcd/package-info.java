/** etcd as a measured system: its server as a child process, and its Java client. */
@NullMarked
package io.github.reactiveraft.benchmarks.etcd;

import org.jspecify.annotations.NullMarked;

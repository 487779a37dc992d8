/** What runs in measured processes: members that answer questions, a client that puts load on them and takes its time. */
@NullMarked
package io.github.reactiveraft.benchmarks.probe;

import org.jspecify.annotations.NullMarked;

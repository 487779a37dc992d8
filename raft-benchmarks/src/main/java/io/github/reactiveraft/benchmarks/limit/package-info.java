/**
 * What the network and the disk allow: one leader, two followers, a log that is written, forced and sent, and nothing of a
 * protocol. No elections, no terms, no recovery, no sessions, no checksums: what any of them costs shows beside this.
 */
@NullMarked
package io.github.reactiveraft.benchmarks.limit;

import org.jspecify.annotations.NullMarked;

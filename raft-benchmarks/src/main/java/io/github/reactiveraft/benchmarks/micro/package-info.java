/** What single steps cost, each by itself: JMH's benchmarks. */
@NullMarked
package io.github.reactiveraft.benchmarks.micro;

import org.jspecify.annotations.NullMarked;

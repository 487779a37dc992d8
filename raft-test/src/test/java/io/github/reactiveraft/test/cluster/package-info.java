/** Whole clusters over real sockets. */
@NullMarked
package io.github.reactiveraft.test.cluster;

import org.jspecify.annotations.NullMarked;

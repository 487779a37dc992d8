/** The one place of the test kit that knows a real transport: what its frames are, for the simulated network to damage. */
@NullMarked
package io.github.reactiveraft.test.wire;

import org.jspecify.annotations.NullMarked;

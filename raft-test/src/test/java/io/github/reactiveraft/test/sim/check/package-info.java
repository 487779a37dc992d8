/** Every rule is shown a history that breaks it, and one that only looks as if it did. */
@NullMarked
package io.github.reactiveraft.test.sim.check;

import org.jspecify.annotations.NullMarked;

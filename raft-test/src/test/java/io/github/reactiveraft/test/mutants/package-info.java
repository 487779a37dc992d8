/** Planted bugs: every safety rule has been seen to fail when it is broken on purpose. */
@NullMarked
package io.github.reactiveraft.test.mutants;

import org.jspecify.annotations.NullMarked;

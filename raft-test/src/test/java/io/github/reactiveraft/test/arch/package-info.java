/** The walls between the rooms, and the habits inside them, as rules that fail the build. */
@NullMarked
package io.github.reactiveraft.test.arch;

import org.jspecify.annotations.NullMarked;

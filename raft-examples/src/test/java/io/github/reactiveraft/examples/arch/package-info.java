/** What the examples show about the doors that an application uses, as rules that fail the build. */
@NullMarked
package io.github.reactiveraft.examples.arch;

import org.jspecify.annotations.NullMarked;

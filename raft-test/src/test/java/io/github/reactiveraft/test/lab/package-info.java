/** The lab's scenarios over the suite's seeds, and tests of the harness they are written in. */
@NullMarked
package io.github.reactiveraft.test.lab;

import org.jspecify.annotations.NullMarked;

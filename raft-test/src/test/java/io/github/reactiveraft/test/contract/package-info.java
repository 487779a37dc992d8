/** The implementations of this project under the contracts that they ship with. */
@NullMarked
package io.github.reactiveraft.test.contract;

import org.jspecify.annotations.NullMarked;

/** Sessions, as every replica knows them (thesis §6.3). */
@NullMarked
package io.github.reactiveraft.core.replicated;

import org.jspecify.annotations.NullMarked;

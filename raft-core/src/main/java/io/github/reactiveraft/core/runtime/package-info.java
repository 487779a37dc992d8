/**
 * The reactive shell: everything that waits, moves and folds. One loop thread steps the core and runs its effects; roles
 * are streams that end with the role. Getting something wrong here may cost time, never data. Only {@code RunningNode},
 * {@code NodeParts} and {@code StepObserver} are doors.
 */
@NullMarked
package io.github.reactiveraft.core.runtime;

import org.jspecify.annotations.NullMarked;

/** The client's half of sessions (thesis §6.3). */
@NullMarked
package io.github.reactiveraft.api.session;

import org.jspecify.annotations.NullMarked;

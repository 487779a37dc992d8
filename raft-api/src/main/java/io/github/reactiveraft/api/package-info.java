/**
 * What an application holds: the state machine it writes, the node it talks to, the facts it watches and the errors it
 * may meet. This is the stable tier: it names neither {@code model} nor {@code spi}, so nothing an application imports
 * can drag an implementer's type along.
 */
@NullMarked
package io.github.reactiveraft.api;

import org.jspecify.annotations.NullMarked;

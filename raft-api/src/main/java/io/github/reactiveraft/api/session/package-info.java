/** What a client of a cluster does in order that its commands are executed once, in whatever process it is (thesis §6.3). */
@NullMarked
package io.github.reactiveraft.api.session;

import org.jspecify.annotations.NullMarked;

/** The storage on the real file system: what is on disk, and who may have it open. */
@NullMarked
package io.github.reactiveraft.core.storage;

import org.jspecify.annotations.NullMarked;

/** Disks that do on purpose, and repeatably, what real ones do rarely: lose, tear, rot and fail. */
@NullMarked
package io.github.reactiveraft.test.disk;

import org.jspecify.annotations.NullMarked;

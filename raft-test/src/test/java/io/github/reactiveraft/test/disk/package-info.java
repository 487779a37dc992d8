/** The file storage on a disk that tears, rots and fails. */
@NullMarked
package io.github.reactiveraft.test.disk;

import org.jspecify.annotations.NullMarked;

/** The judge is judged: by histories made by hand, and by one so simple that it can only be right, and slow. */
@NullMarked
package io.github.reactiveraft.test.history;

import org.jspecify.annotations.NullMarked;

/**
 * That the chaos engine does what it says, sees what it is to see, and finds nothing in a sound cluster; and the search with
 * it for bugs that were planted.
 */
@NullMarked
package io.github.reactiveraft.test.chaos;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.github.reactiveraft.test;

import org.jspecify.annotations.NullMarked;

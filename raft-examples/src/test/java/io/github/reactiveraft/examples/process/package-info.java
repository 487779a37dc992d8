/** Programs in processes of their own, as tests start, kill and ask them. */
@NullMarked
package io.github.reactiveraft.examples.process;

import org.jspecify.annotations.NullMarked;

/** Clients in other processes than the cluster, over real connections. */
@NullMarked
package io.github.reactiveraft.examples.remote;

import org.jspecify.annotations.NullMarked;

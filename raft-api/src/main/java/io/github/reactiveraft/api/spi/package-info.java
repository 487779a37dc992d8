/**
 * What a node is plugged into: a transport, a storage, time. For implementers; may change in a minor version. Every
 * type states its threads, what may block, how calls end and fail. The test kit has a contract suite for each.
 */
@NullMarked
package io.github.reactiveraft.api.spi;

import org.jspecify.annotations.NullMarked;

/**
 * RSocket between the members of a cluster, over TCP or TLS. The only door is
 * {@link io.github.reactiveraft.transport.rsocket.RSocketRaftTransport}; RSocket, Netty and reference-counted buffers do
 * not leave this package.
 */
@NullMarked
package io.github.reactiveraft.transport.rsocket;

import org.jspecify.annotations.NullMarked;

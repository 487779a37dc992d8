/**
 * RSocket between the members of a cluster, over TCP or TLS. The doors are
 * {@link io.github.reactiveraft.transport.rsocket.RSocketRaftTransport} for nodes and
 * {@link io.github.reactiveraft.transport.rsocket.RaftFrames} for simulators and tools; RSocket, Netty and
 * reference-counted buffers do not leave this package.
 */
@NullMarked
package io.github.reactiveraft.transport.rsocket;

import org.jspecify.annotations.NullMarked;

package io.github.reactiveraft.test.contract;

import io.github.reactiveraft.api.spi.RaftTransport;

/**
 * What every {@link RaftTransport} does. A test class implements this and gives {@link #transport} and
 * {@link #freeAddress}. Runs in real time, on whatever network the addresses belong to; nothing is waited for longer than
 * half a minute.
 */
public interface RaftTransportContract extends TransportMessagesContract, TransportLifecycleContract {}

package io.github.reactiveraft.test.contract;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.spi.RaftTransport;
import java.util.SortedMap;

/** Makes the subjects of the transport contract. */
interface TransportUnderTest {

    /** A new transport, not started, that listens on its own address and reaches the others on theirs. */
    RaftTransport transport(NodeId self, SortedMap<NodeId, String> addresses);

    /** An address that nobody listens on, another one at each call. */
    String freeAddress();
}

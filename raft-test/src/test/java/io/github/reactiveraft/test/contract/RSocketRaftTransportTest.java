package io.github.reactiveraft.test.contract;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.spi.RaftTransport;
import io.github.reactiveraft.transport.rsocket.RSocketRaftTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Objects;
import java.util.SortedMap;

class RSocketRaftTransportTest implements RaftTransportContract {

    @Override
    public RaftTransport transport(NodeId self, SortedMap<NodeId, String> addresses) {
        return RSocketRaftTransport.listening(Objects.requireNonNull(addresses.get(self)))
                .peers(addresses);
    }

    @Override
    public String freeAddress() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

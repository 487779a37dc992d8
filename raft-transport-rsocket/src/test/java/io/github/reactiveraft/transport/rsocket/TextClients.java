package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.Codecs;
import io.github.reactiveraft.api.RaftClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The clients of one test, of text, closed when it ends. */
final class TextClients implements AutoCloseable {

    static final Codecs<String, String, String> TEXT = new Codecs<>() {
        @Override
        public Codec<String> commandCodec() {
            return Codec.utf8();
        }

        @Override
        public Codec<String> queryCodec() {
            return Codec.utf8();
        }

        @Override
        public Codec<String> resultCodec() {
            return Codec.utf8();
        }
    };

    private final Deque<RaftClient<String, String, String>> connected = new ArrayDeque<>();

    static RSocketRaftClient<String, String, String> describe(RSocketRaftTransport... members) {
        String[] seeds =
                List.of(members).stream().map(RSocketRaftTransport::address).toArray(String[]::new);
        return RSocketRaftClient.of(TEXT, "orders").seeds(seeds);
    }

    RaftClient<String, String, String> connect(RSocketRaftClient<String, String, String> description) {
        RaftClient<String, String, String> client =
                description.connect().blockOptional(Peers.SOON).orElseThrow();
        connected.push(client);
        return client;
    }

    /** One whose reads any member answers. */
    RaftClient<String, String, String> spreading(RSocketRaftTransport... members) {
        return connect(describe(members).readsFromFollowers());
    }

    @Override
    public void close() {
        connected.forEach(client -> client.close().block(Peers.SOON));
    }
}

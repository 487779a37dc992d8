package io.github.reactiveraft.test.cluster;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.core.RaftServer;
import io.github.reactiveraft.core.protocol.Effect;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.RaftView;
import io.github.reactiveraft.core.runtime.StepObserver;
import io.github.reactiveraft.core.storage.MemoryStorage;
import io.github.reactiveraft.transport.rsocket.RSocketRaftTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Members n1 to n3 in this process, talking over loopback, with quick timers; their disks are in memory. */
final class RealCluster implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SortedMap<String, String> addresses = new TreeMap<>();
    private final Map<String, MemoryStorage> disks = new TreeMap<>();
    private final Map<String, Sinks.Empty<Void>> introduced =
            Map.of("n1", Sinks.empty(), "n2", Sinks.empty(), "n3", Sinks.empty());
    private final Map<String, RaftNode<Long, Long, Long>> running = new TreeMap<>();

    RealCluster() {
        List<ServerSocket> reserved = new ArrayList<>();
        try {
            for (String name : List.of("n1", "n2", "n3")) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                reserved.add(socket);
                addresses.put(name, "127.0.0.1:" + socket.getLocalPort());
            }
            for (ServerSocket socket : reserved) {
                socket.close();
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    RaftNode<Long, Long, Long> start(String name) {
        RSocketRaftTransport transport = RSocketRaftTransport.listening(address(name));
        for (Map.Entry<String, String> member : addresses.entrySet()) {
            if (!member.getKey().equals(name)) {
                transport = transport.peer(member.getKey(), member.getValue());
            }
        }
        RaftSettings settings = RaftSettings.of(spec -> spec.cluster("real")
                .node(name)
                .members("n1", "n2", "n3")
                .timing(Duration.ofMillis(50), Duration.ofMillis(300), Duration.ofMillis(600)));
        RaftNode<Long, Long, Long> node = RaftServer.of(new Register(), settings)
                .transport(transport)
                .observe(new Acquaintances(name))
                .storage(disks.computeIfAbsent(name, created -> new MemoryStorage()))
                .start()
                .block(PATIENCE);
        if (node == null) {
            throw new AssertionError(name + " did not start");
        }
        running.put(name, node);
        return node;
    }

    void stop(String name) {
        RaftNode<Long, Long, Long> node = running.remove(name);
        if (node != null) {
            node.close().block(PATIENCE);
        }
    }

    /** Waits until a member has met both others. */
    void awaitIntroductions(String name) {
        Objects.requireNonNull(introduced.get(name)).asMono().block(PATIENCE);
    }

    /** Replaces the disk of a member that is down by an empty one. */
    void wipe(String name) {
        disks.remove(name);
    }

    private String address(String name) {
        String address = addresses.get(name);
        if (address == null) {
            throw new IllegalArgumentException("No member " + name);
        }
        return address;
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }

    /** Sees from what a member writes whom it knows. */
    private final class Acquaintances implements StepObserver {
        private final String name;

        Acquaintances(String name) {
            this.name = name;
        }

        @Override
        public void onStep(Event event, List<Effect> effects, RaftView view) {
            for (Effect effect : effects) {
                if (effect instanceof Effect.Persist persist
                        && persist.hardState() != null
                        && persist.hardState().incarnations().size() == 2) {
                    Objects.requireNonNull(introduced.get(name)).tryEmitEmpty();
                }
            }
        }
    }

    /** Holds what it was told last, so that telling it twice does no harm. */
    private static final class Register implements StateMachine<Long, Long, Long> {
        private long value;

        @Override
        public Codec<Long> commandCodec() {
            return Codec.int64();
        }

        @Override
        public Codec<Long> queryCodec() {
            return Codec.int64();
        }

        @Override
        public Codec<Long> resultCodec() {
            return Codec.int64();
        }

        @Override
        public Long apply(Long told, ApplyContext<Long> context) {
            value = told;
            return value;
        }

        @Override
        public Long query(Long ignored) {
            return value;
        }

        @Override
        public Publisher<ByteBuffer> snapshot() {
            return Chunks.of(Codec.int64().encode(value));
        }

        @Override
        public Mono<Void> restore(Flux<ByteBuffer> chunks) {
            return Chunks.join(chunks)
                    .doOnNext(whole -> value = Codec.int64().decode(whole))
                    .then();
        }
    }
}

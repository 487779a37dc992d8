package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.api.spi.RaftTransport;
import io.github.reactiveraft.api.spi.RequestHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Connects the nodes of one virtual machine by method calls; thread-safe. */
final class Wires {

    private final Map<NodeId, End> ends = new ConcurrentSkipListMap<>();

    End transport(NodeId self) {
        return new End(self);
    }

    /** What one node holds of the wires. */
    final class End implements RaftTransport {

        private final NodeId self;
        private final Sinks.Empty<Void> stopped = Sinks.empty();
        private final AtomicInteger stopCount = new AtomicInteger();
        private Mono<Void> opening = Mono.empty();
        private volatile @Nullable LocalNode local;
        private volatile @Nullable RequestHandler handler;

        private End(NodeId self) {
            this.self = self;
        }

        /** What opening the door waits for, or fails with. */
        End opening(Mono<Void> obstacle) {
            opening = obstacle;
            return this;
        }

        int stopCount() {
            return stopCount.get();
        }

        @Nullable
        RequestHandler handler() {
            return handler;
        }

        @Override
        public Mono<Void> start(LocalNode localNode, RequestHandler requestHandler) {
            return Mono.defer(() -> {
                local = localNode;
                handler = requestHandler;
                ends.put(self, this);
                return opening;
            });
        }

        @Override
        public String address() {
            return "wire-of-" + self;
        }

        @Override
        public RaftPeer peer(NodeId id) {
            return new Wire(this, id);
        }

        @Override
        public Mono<Void> stop() {
            return Mono.fromRunnable(() -> {
                stopCount.incrementAndGet();
                ends.remove(self, this);
                stopped.tryEmitEmpty();
            });
        }
    }

    private final class Wire implements RaftPeer {

        private final End from;
        private final NodeId to;

        private Wire(End from, NodeId to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public NodeId id() {
            return to;
        }

        @Override
        public String address() {
            return "wire-of-" + to;
        }

        @Override
        public Mono<PeerReply> call(RaftRequest request) {
            return Mono.defer(() -> {
                End target = ends.get(to);
                LocalNode caller = from.local;
                LocalNode callee = target == null ? null : target.local;
                RequestHandler door = target == null ? null : target.handler;
                if (caller == null || target == null || callee == null || door == null) {
                    return Mono.error(new PeerException(to + " is not there", false, null));
                }
                return Mono.firstWithSignal(
                        door.handle(caller.self(), request).map(response -> new PeerReply(callee.self(), response)),
                        target.stopped.asMono().then(Mono.error(() -> new PeerException(to + " left", true, null))));
            });
        }
    }
}

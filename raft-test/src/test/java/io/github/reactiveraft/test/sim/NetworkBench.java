package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.LocalNode;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftTransport;
import io.github.reactiveraft.api.spi.RequestHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/** A network with nodes at its ends that do nothing but answer; requests are told apart by their term. */
final class NetworkBench {

    static final NodeId N1 = NodeId.of("n1");
    static final NodeId N2 = NodeId.of("n2");
    static final Duration MINUTE = Duration.ofMinutes(1);

    final Simulation simulation;
    final SimNetwork network;
    final List<NodeId> nodes;
    /** What came to any node, in the order of arrival. */
    final List<Arrival> arrivals = new ArrayList<>();

    private final SortedMap<NodeId, SimProcess> processes = new TreeMap<>();
    private final SortedMap<NodeId, RaftTransport> transports = new TreeMap<>();

    /** A request that came to a process. */
    record Arrival(String process, Sender from, long term, Duration at) {}

    /** Nodes n1 and up, none of them started. */
    NetworkBench(long seed, int nodeCount) {
        simulation = Simulation.ofSeed(seed);
        nodes = IntStream.rangeClosed(1, nodeCount)
                .mapToObj(number -> NodeId.of("n" + number))
                .toList();
        network = new SimNetwork(simulation, nodes);
    }

    /** Nodes n1 and up, all of them answering. */
    static NetworkBench answering(long seed, int nodeCount) {
        NetworkBench bench = new NetworkBench(seed, nodeCount);
        bench.nodes.forEach(node -> bench.start(node, node.value(), 1, NetworkBench::answer));
        return bench;
    }

    static RaftRequest request(long term) {
        return new PreVote(term, N1, EntryId.NONE);
    }

    /** An answer that says what it answers. */
    static Mono<RaftResponse> answer(Sender from, RaftRequest request) {
        return Mono.just(new PreVoteReply(((PreVote) request).term(), true));
    }

    /** Starts a process of a node, killing the one it has. */
    void start(NodeId node, String process, long incarnation, RequestHandler handler) {
        kill(node);
        SimProcess fresh = simulation.process(process);
        RaftTransport transport = network.transport(fresh, node);
        processes.put(node, fresh);
        transports.put(node, transport);
        LocalNode local =
                new LocalNode("c", "main", new Sender(node, Incarnation.of(incarnation)), 1_000_000, 1_000_000);
        transport
                .start(local, (from, request) -> {
                    arrivals.add(new Arrival(process, from, ((PreVote) request).term(), simulation.elapsed()));
                    return handler.handle(from, request);
                })
                .subscribe();
        simulation.advance(Duration.ofMillis(5));
    }

    void kill(NodeId node) {
        SimProcess process = processes.remove(node);
        if (process != null) {
            process.kill();
        }
    }

    RaftTransport transport(NodeId node) {
        return Objects.requireNonNull(transports.get(node), "not started");
    }

    Calling call(long term) {
        return new Calling(N1, N2, term);
    }

    Calling call(NodeId from, NodeId to) {
        return new Calling(from, to, 1);
    }

    List<Calling> calls(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(this::call).toList();
    }

    /** The terms of the requests that came, in the order of arrival. */
    List<Long> arrivedTerms() {
        return arrivals.stream().map(Arrival::term).toList();
    }

    void connections() {
        network.model(network.model().withCarriage(NetworkModel.Carriage.CONNECTIONS));
    }

    void disturb(Disturbance disturbance) {
        network.model(network.model().withDisturbance(disturbance));
    }

    /** A call under way, and how and when it ended. */
    final class Calling {
        private final Duration start = simulation.elapsed();
        private final Disposable subscription;
        private @Nullable Signal<PeerReply> end;
        private Duration took = Duration.ZERO;

        private Calling(NodeId from, NodeId to, long term) {
            subscription =
                    transport(from).peer(to).call(request(term)).materialize().subscribe(this::onEnd);
        }

        private void onEnd(Signal<PeerReply> signal) {
            end = signal;
            took = simulation.elapsed().minus(start);
        }

        void cancel() {
            subscription.dispose();
        }

        boolean isEnded() {
            return end != null;
        }

        boolean isAnswered() {
            return end != null && end.hasValue();
        }

        boolean isFailed() {
            return end != null && end.hasError();
        }

        Duration took() {
            return took;
        }

        Duration endedAt() {
            return start.plus(took);
        }

        PeerReply reply() {
            return Objects.requireNonNull(Objects.requireNonNull(end, "no end").get(), "no reply");
        }

        PeerException failure() {
            return (PeerException)
                    Objects.requireNonNull(Objects.requireNonNull(end, "no end").getThrowable(), "no failure");
        }
    }
}

package io.github.reactiveraft.examples.counter.http;

import io.github.reactiveraft.api.MemberStatus;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.examples.counter.CounterQuery;
import io.github.reactiveraft.examples.counter.CounterResult;
import io.github.reactiveraft.examples.members.NodeSwitches;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRoutes;
import reactor.netty.resources.LoopResources;

/**
 * The HTTP door in front of a client of the cluster. Everything happens on one thread of its own: what there is to do per
 * request is little, and the client's thread is left alone. A description opens any number of doors.
 */
public final class CounterDoor {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    /** How long requests under way may still take when the door closes; the client has been closed by then. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

    private final String host;
    private final int port;
    private final DoorLimits limits;
    private final WholeAnswer page = Page.load();

    CounterDoor(String host, int port, DoorLimits limits) {
        this.host = host;
        this.port = port;
        this.limits = limits;
    }

    /** Describes a door that listens on one address, port 0 for any free one. Reads a file, so call it before serving. */
    public static CounterDoor listening(String host, int port) {
        return new CounterDoor(host, port, DoorLimits.defaults());
    }

    /**
     * Opens the door; fails, with everything closed again, if the address is not to be had.
     *
     * @param client counts; stays the caller's to close
     * @param members says how the members are, each time it is subscribed to
     */
    public Mono<Open> open(RaftClient<Long, CounterQuery, CounterResult> client, Mono<List<MemberStatus>> members) {
        return open(client, (routes, requests) -> new ClusterRoutes(members, requests).addTo(routes));
    }

    /**
     * Opens the door to a cluster that runs here as a whole, and whose nodes whoever comes may stop and start.
     *
     * @param client counts; stays the caller's to close
     */
    public Mono<Open> open(RaftClient<Long, CounterQuery, CounterResult> client, NodeSwitches switches) {
        return open(client, (routes, requests) -> new SwitchRoutes(switches, requests).addTo(routes));
    }

    private Mono<Open> open(
            RaftClient<Long, CounterQuery, CounterResult> client, BiConsumer<HttpServerRoutes, Requests> cluster) {
        return Mono.defer(() -> {
            LoopResources loops = LoopResources.create("http", 1, true);
            Scheduler lane = Schedulers.fromExecutorService(loops.onServer(LoopResources.DEFAULT_NATIVE));
            Sinks.Empty<Void> closing = Sinks.empty();
            Requests requests = new Requests(limits, lane);
            return HttpServer.create()
                    .runOn(loops)
                    .host(host)
                    .port(port)
                    .maxConnections(limits.connectionCount())
                    .requestTimeout(REQUEST_TIMEOUT)
                    .idleTimeout(IDLE_TIMEOUT)
                    .route(routes -> {
                        new CounterRoutes(client, requests, closing.asMono()).addTo(routes);
                        cluster.accept(routes, requests);
                        addPage(routes, requests);
                        requests.unknown(routes);
                    })
                    .bind()
                    .map(server ->
                            new Open(server, loops, closing, requests.idle().timeout(LAST_ANSWERS, lane)))
                    .onErrorResume(failure -> ended(loops).then(Mono.error(failure)));
        });
    }

    private void addPage(HttpServerRoutes routes, Requests requests) {
        requests.getAndHead(routes, "/", query -> {
            query.requireNone();
            return Mono.just(page);
        });
        requests.wrongMethod(routes, "/", "GET, HEAD");
    }

    /** Without a quiet period the loop ends before it has closed its connections. */
    private static Mono<Void> ended(LoopResources loops) {
        return loops.disposeLater(Duration.ofMillis(50), Duration.ofSeconds(2)).onErrorComplete();
    }

    /** A door that is open. */
    public static final class Open {

        private final DisposableServer server;
        private final LoopResources loops;
        private final Sinks.Empty<Void> closing;
        private final Mono<Void> idle;

        private Open(DisposableServer server, LoopResources loops, Sinks.Empty<Void> closing, Mono<Void> idle) {
            this.server = server;
            this.loops = loops;
            this.closing = closing;
            this.idle = idle;
        }

        /** Where it listens, with the real port. */
        public InetSocketAddress address() {
            return (InetSocketAddress) server.address();
        }

        /** Takes no more connections and ends every watch; requests under way go on. Close the client after this. */
        public Mono<Void> stopAccepting() {
            return Mono.fromRunnable(() -> {
                closing.tryEmitEmpty();
                server.dispose();
            });
        }

        /** Sends the answers that are there, then ends the connections that remain. */
        public Mono<Void> close() {
            return stopAccepting().then(idle.onErrorComplete()).then(ended(loops));
        }
    }
}

package io.github.reactiveraft.examples.counter.http;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.examples.members.NodeSwitches;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * The members where all of them run in this process, and can be stopped and started from the page. Only where that is so
 * are there such routes at all.
 */
final class SwitchRoutes {

    private final NodeSwitches switches;
    private final Requests requests;

    SwitchRoutes(NodeSwitches switches, Requests requests) {
        this.switches = switches;
        this.requests = requests;
    }

    void addTo(HttpServerRoutes routes) {
        requests.getAndHead(routes, "/cluster", this::cluster);
        requests.wrongMethod(routes, "/cluster", "GET, HEAD");
        add(routes, "/cluster/{node}/stop", switches::stop);
        add(routes, "/cluster/{node}/start", switches::start);
    }

    private void add(HttpServerRoutes routes, String path, Function<NodeId, Mono<Void>> change) {
        routes.post(path, requests.answering(request -> turned(request, change)));
        requests.wrongMethod(routes, path, "POST");
    }

    private Mono<Answer> cluster(RequestQuery query) {
        query.requireNone();
        return Mono.fromSupplier(() -> WholeAnswer.ok(Json.SwitchedCluster.of(switches)));
    }

    /** In a time of its own: a start that takes longer than a request may goes on, and shows in the list of members. */
    private Mono<Answer> turned(HttpServerRequest request, Function<NodeId, Mono<Void>> change) {
        SameOrigin.require(request.requestHeaders());
        RequestQuery.of(request.uri()).requireNone();
        return requests.inTime(change.apply(node(request)).thenReturn(true))
                .map(done -> WholeAnswer.ok(Json.SwitchedCluster.of(switches)));
    }

    private static NodeId node(HttpServerRequest request) {
        String name = String.valueOf(request.param("node"));
        try {
            return NodeId.of(name);
        } catch (IllegalArgumentException impossible) {
            throw new NodeSwitches.Refused("No node can be called '" + name + "'", false);
        }
    }
}

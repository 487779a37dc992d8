package io.github.reactiveraft.examples.counter.http;

import io.github.reactiveraft.api.MemberStatus;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRoutes;

/** The state of the members, for people: nothing that a client of the counter would need. */
final class ClusterRoutes {

    private final Mono<List<MemberStatus>> members;
    private final Requests requests;

    ClusterRoutes(Mono<List<MemberStatus>> members, Requests requests) {
        this.members = members;
        this.requests = requests;
    }

    void addTo(HttpServerRoutes routes) {
        requests.getAndHead(routes, "/cluster", this::cluster);
        requests.wrongMethod(routes, "/cluster", "GET, HEAD");
    }

    private Mono<Answer> cluster(RequestQuery query) {
        query.requireNone();
        return requests.inTime(members).map(statuses -> WholeAnswer.ok(Json.Cluster.of(statuses)));
    }
}

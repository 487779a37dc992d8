package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftResponse.Status;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.LeaderTold;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends the doubt about a log that damage left without its end, so that nobody knows how far it reached: the leader is asked how
 * far its own reaches. Once the log lacks nothing, its storage is told so.
 */
final class Doubt {

    private static final Logger LOG = LoggerFactory.getLogger(Doubt.class);

    private final NodeParts parts;
    private final IoLane io;
    private final List<RaftPeer> peers;
    private final Supplier<RaftView> views;

    Doubt(NodeParts parts, IoLane io, List<RaftPeer> peers, Supplier<RaftView> views) {
        this.parts = parts;
        this.io = io;
        this.peers = peers;
        this.views = views;
    }

    /** What leaders tell; ends with the doubt, at once if there is none. */
    Flux<Event> told() {
        return views.get().isDoubtful() ? asked().concatWith(over()) : Flux.empty();
    }

    private Flux<Event> asked() {
        return Flux.interval(parts.settings().timing().heartbeat(), parts.loop())
                .onBackpressureDrop()
                .map(tick -> views.get())
                .takeWhile(RaftView::isDoubtful)
                .filter(view -> view.lastKnown().index() == Long.MAX_VALUE)
                .concatMap(view -> Flux.fromIterable(peers)
                        .filter(peer -> peer.id().equals(view.leader()))
                        .flatMap(this::ask));
    }

    private Mono<Event> ask(RaftPeer leader) {
        return leader.call(new GetStatus())
                .timeout(parts.settings().timing().electionTimeoutMin(), parts.loop())
                .filter(reply -> views.get().recognises(reply.from()))
                .flatMap(Doubt::event)
                .onErrorResume(failure -> {
                    LOG.debug("Nothing from {}: {}", leader.id(), failure.toString());
                    return Mono.empty();
                });
    }

    private static Mono<Event> event(PeerReply reply) {
        return reply.response() instanceof Status status && status.role() == Role.LEADER
                ? Mono.just(new LeaderTold(status.term(), status.lastIndex()))
                : Mono.empty();
    }

    private Mono<Event> over() {
        return Mono.defer(() -> {
            LOG.info("node={} lacks no entries any more", parts.settings().node());
            return io.call(() -> {
                        parts.storage().settled();
                        return true;
                    })
                    .then(Mono.empty());
        });
    }
}

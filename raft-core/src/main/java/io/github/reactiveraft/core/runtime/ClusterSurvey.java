package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.MemberStatus;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse.Status;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks every member how it is. */
final class ClusterSurvey {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterSurvey.class);

    private final NodeParts parts;
    private final List<RaftPeer> peers;
    private final StatusBoard board;

    ClusterSurvey(NodeParts parts, List<RaftPeer> peers, StatusBoard board) {
        this.parts = parts;
        this.peers = peers;
        this.board = board;
    }

    /** All members in the order of their names, this one included. */
    Mono<List<MemberStatus>> ask() {
        return Flux.fromIterable(peers)
                .flatMap(this::ask, Math.max(1, peers.size()))
                .concatWith(Mono.fromSupplier(this::self))
                .collectSortedList(Comparator.comparing(MemberStatus::node));
    }

    private MemberStatus self() {
        NodeId node = parts.settings().node();
        return new MemberStatus(node, parts.transport().address(), Optional.of(board.status()));
    }

    private Mono<MemberStatus> ask(RaftPeer peer) {
        return peer.call(new RaftRequest.GetStatus())
                .timeout(parts.settings().timing().electionTimeoutMax(), parts.loop())
                .map(reply -> new MemberStatus(peer.id(), peer.address(), status(peer, reply)))
                .onErrorResume(failure -> {
                    LOG.debug("No status from {}: {}", peer.id(), failure.toString());
                    return Mono.just(new MemberStatus(peer.id(), peer.address(), Optional.empty()));
                });
    }

    private static Optional<RaftStatus> status(RaftPeer peer, PeerReply reply) {
        if (reply.response() instanceof Status status) {
            return Optional.of(new RaftStatus(
                    peer.id(),
                    status.role(),
                    status.term(),
                    Optional.ofNullable(status.leader()),
                    status.lastIndex(),
                    status.commitIndex(),
                    status.lastApplied(),
                    StorageHealth.UNKNOWN));
        }
        return Optional.empty();
    }
}

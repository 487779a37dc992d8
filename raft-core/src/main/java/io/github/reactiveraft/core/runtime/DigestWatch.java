package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.RaftTiming;
import io.github.reactiveraft.api.model.RaftRequest.GetDigest;
import io.github.reactiveraft.api.model.RaftResponse.Digest;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.core.protocol.Quorum;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Divergence as a stream: whenever this node has taken a digest of its state, it asks every peer for that of the same
 * index. If a majority of the members agrees on another one, its state is not what the log makes it, and it must not
 * answer anybody any more. Everybody asks, so it is always the node that is wrong who finds out. Without a majority nobody
 * can tell who is right, and all go on.
 */
final class DigestWatch {

    /** How often a peer is asked that cannot tell yet: it may be behind, or down for a moment. */
    private static final int ROUNDS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(DigestWatch.class);

    private final NodeParts parts;
    private final List<RaftPeer> peers;
    private final Supplier<RaftView> view;
    private boolean hasWarned;

    DigestWatch(NodeParts parts, List<RaftPeer> peers, Supplier<RaftView> view) {
        this.parts = parts;
        this.peers = peers;
        this.view = view;
    }

    /**
     * Compares this node's digests, several at a time; while too many are under way the latest one waits, those before it
     * are left out. Each element is a difference that it has warned of; fails if this node has diverged.
     */
    Flux<DigestTally> differences(Flux<Digest> taken) {
        return taken.onBackpressureLatest()
                .flatMap(this::compare, Digests.KEPT, 1)
                .filter(this::isNews)
                .doOnNext(this::warn);
    }

    /** Everybody's, as far as they answer within some election timeouts; fails as soon as this node is outvoted. */
    private Mono<DigestTally> compare(Digest own) {
        return Flux.fromIterable(peers)
                .flatMap(peer -> ask(peer, own.index()), Math.max(1, peers.size()))
                .scan(DigestTally.of(parts.settings().node(), own), DigestWatch::with)
                .doOnNext(this::requireAgreement)
                .last();
    }

    private static DigestTally with(DigestTally tally, PeerReply reply) {
        return tally.with(reply.from().node(), ((Digest) reply.response()).value());
    }

    /** A heartbeat later, when a follower has heard what is committed, and then again and again. */
    private Mono<PeerReply> ask(RaftPeer peer, long index) {
        RaftTiming timing = parts.settings().timing();
        return Flux.interval(timing.heartbeat(), timing.electionTimeoutMax(), parts.loop())
                .onBackpressureDrop()
                .take(ROUNDS)
                .concatMap(round -> askOnce(peer, index), 1)
                .next();
    }

    /** Answers on the loop; empty if there is no answer that counts. */
    private Mono<PeerReply> askOnce(RaftPeer peer, long index) {
        return peer.call(new GetDigest(index))
                .timeout(parts.settings().timing().electionTimeoutMax(), parts.loop())
                .publishOn(parts.loop())
                .onErrorResume(failure -> {
                    LOG.debug("No digest from {}: {}", peer.id(), failure.toString());
                    return Mono.empty();
                })
                .filter(reply -> counts(reply, index));
    }

    /** Not what a member says that lost its disk, and not what is said of another index. */
    private boolean counts(PeerReply reply, long index) {
        return view.get().recognises(reply.from())
                && reply.response() instanceof Digest digest
                && digest.isKnown()
                && digest.index() == index;
    }

    private void requireAgreement(DigestTally tally) {
        if (tally.isOutvoted(new Quorum(view.get().membership()))) {
            throw new IllegalStateException("its state behind index "
                    + tally.own().index() + " is not that of the majority, by digests " + tally.told()
                    + ". The log is the same, so its state machine is not deterministic (clock, chance, order of hashes, two"
                    + " releases that differ), or its memory is bad; restarted, it applies the log behind its newest"
                    + " snapshot anew, and if it stops again, that snapshot is wrong too: leave it stopped until"
                    + " the others have taken two more, then the leader sends it one; see docs/divergence.md");
        }
    }

    /** Once for as long as it lasts. */
    private boolean isNews(DigestTally tally) {
        boolean isNews = !tally.isUnanimous() && !hasWarned;
        hasWarned = !tally.isUnanimous();
        return isNews;
    }

    private void warn(DigestTally tally) {
        LOG.warn(
                "node={} index={} replicas have different states, by digests {}: their state machine is not deterministic;"
                        + " this node goes on, for the majority has what it has, or there is none",
                parts.settings().node(),
                tally.own().index(),
                tally.told());
    }
}

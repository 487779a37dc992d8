package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftTiming;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.RaftResponse.Standing;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.core.protocol.Effect.HandOver;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import io.github.reactiveraft.core.protocol.Event.HandoverLapsed;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A role is a stream. A follower is its election timer; a candidate is its vote round beside the timer; a leader is one
 * pipeline for each peer beside the watches over quorum and disk. Entering a role switches to its stream, and that ends everything the
 * role before had going: timers, ballots, requests in flight.
 */
final class RoleFlows {

    private static final Logger LOG = LoggerFactory.getLogger(RoleFlows.class);

    private final NodeParts parts;
    private final List<RaftPeer> peers;
    private final Supplier<RaftView> views;
    private final LogReader log;
    private final SnapshotShelf snapshots;
    private final DiskWatch disk;
    private final ElectionTimer electionTimer;
    private final VoteRound voteRound;
    private final Sinks.Many<RaftView> entries = Sinks.many().unicast().onBackpressureBuffer();
    private final Sinks.Many<HandOver> handovers = Sinks.many().multicast().directBestEffort();
    private List<ReplicationPipeline> pipelines = List.of();

    RoleFlows(
            NodeParts parts,
            List<RaftPeer> peers,
            Supplier<RaftView> views,
            LogReader log,
            SnapshotShelf snapshots,
            DiskWatch disk) {
        this.disk = disk;
        this.parts = parts;
        this.peers = peers;
        this.views = views;
        this.log = log;
        this.snapshots = snapshots;
        this.voteRound = new VoteRound(parts, peers);
        this.electionTimer = new ElectionTimer(parts.settings().timing(), parts.loop(), parts.time(), parts.random());
    }

    /** What the roles, one after the other, report to the core. */
    Flux<Event> events() {
        return entries.asFlux().switchMap(this::flow);
    }

    /** The node is in this role now; on the loop only. */
    void enter(RaftView view) {
        if (view.role() == Role.FOLLOWER) {
            electionTimer.restart();
        }
        entries.tryEmitNext(view);
    }

    /** A leader was heard or a vote given; on the loop only. */
    void contact() {
        electionTimer.restart();
    }

    /**
     * A connection has ended over which a member sent requests. A leader that dies takes its connections with it, long before
     * anybody misses its heartbeats; on the loop only.
     */
    void gone(Sender from) {
        RaftView view = views.get();
        if (from.node().equals(view.leader()) && view.hasMet(from)) {
            electionTimer.hurry(turnAfter(from.node(), view));
        }
    }

    /** How many others come first, in the order of names that begins behind the leader's: if two stood at once, neither might win. */
    private int turnAfter(NodeId leader, RaftView view) {
        List<NodeId> voters = List.copyOf(view.membership().voters());
        int own = voters.indexOf(parts.settings().node());
        return Math.floorMod(own - voters.indexOf(leader) - 1, voters.size());
    }

    /** There may be something to replicate; on the loop only. */
    void wake() {
        pipelines.forEach(ReplicationPipeline::wake);
    }

    /** A round of reads began; on the loop only. */
    void confirm(long round) {
        pipelines.forEach(pipeline -> pipeline.confirm(round));
    }

    /** A member is asked to take over; on the loop only. */
    void handOver(HandOver effect) {
        handovers.tryEmitNext(effect);
    }

    /** The last index of the oldest snapshot that a peer is being given, or a very high one; on the loop only. */
    long lowestOffer() {
        return pipelines.stream()
                .mapToLong(ReplicationPipeline::offeredIndex)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private Flux<Event> flow(RaftView view) {
        pipelines = List.of();
        return switch (view.role()) {
            case FOLLOWER -> electionTimer.follower(view.epoch()).filter(this::isTimely);
            case PRE_CANDIDATE, CANDIDATE -> Flux.merge(voteRound.collect(view), ballotTimeouts(view.epoch()));
            case LEADER -> leader(view);
        };
    }

    /** Whoever cannot write wins nothing by an election: a term, and a leader that has to resign. */
    private boolean isTimely(Event event) {
        return disk.isMoving() || !(event instanceof ElectionTimeout);
    }

    /** As long as the disk gets nowhere the ballot is not repeated, but the time runs on. */
    private Flux<Event> ballotTimeouts(long epoch) {
        return electionTimer.ballot(epoch).repeat().filter(this::isTimely);
    }

    /** Whoever will not, or does not answer, leaves the leader where it is. */
    private Mono<Event> askToStand(HandOver handover, long epoch) {
        return Flux.fromIterable(peers)
                .filter(peer -> peer.id().equals(handover.successor()))
                .next()
                .flatMap(peer -> peer.call(handover.request()))
                .map(reply -> reply.response() instanceof Standing answer && answer.isStanding())
                .onErrorResume(failure -> {
                    LOG.info("{} does not take over: {}", handover.successor(), failure.getMessage());
                    return Mono.just(false);
                })
                .filter(isStanding -> !isStanding)
                .map(refused -> new HandoverLapsed(epoch));
    }

    private Flux<Event> leader(RaftView view) {
        RaftTiming timing = parts.settings().timing();
        QuorumWatch quorumWatch = new QuorumWatch(timing, parts.loop(), parts.time());
        Leadership leadership = new Leadership(view.epoch(), views, log, snapshots, quorumWatch);
        pipelines = peers.stream()
                .map(peer -> new ReplicationPipeline(parts, peer, leadership))
                .toList();
        return Flux.fromIterable(pipelines)
                .flatMap(ReplicationPipeline::answers, Math.max(1, peers.size()))
                .mergeWith(handovers.asFlux().flatMap(handover -> askToStand(handover, view.epoch())))
                .mergeWith(quorumWatch.watch(view))
                .mergeWith(disk.watch(view));
    }
}

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.RaftView;
import io.github.reactiveraft.core.runtime.ReplicationCursor.Cut;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.SynchronousSink;

/**
 * Replication to one peer as a stream, alive for one leadership. A request is cut only when the window has room for it,
 * from whatever the log holds by then: the window's demand is what pulls it. Beside the window, a heartbeat goes out
 * whenever the peer was sent nothing for an interval, and for every round of reads.
 */
final class ReplicationPipeline {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicationPipeline.class);
    private static final int MIB = 1024 * 1024;
    private static final int HEARTBEATS_IN_FLIGHT = 16;

    private final NodeParts parts;
    private final RaftPeer peer;
    private final Leadership leadership;
    private final ReplicationCursor cursor;
    private final SnapshotOffer offer;
    private final Sinks.Many<Boolean> wakes = Sinks.many().multicast().directBestEffort();
    private final Sinks.Many<Long> rounds = Sinks.many().multicast().directBestEffort();
    private long lastSent;
    private boolean hasComplained;
    private boolean hasWarnedOfLoss;
    /** Whether the latest answer came from an older copy of the member that was met. */
    private boolean isEstranged;

    ReplicationPipeline(NodeParts parts, RaftPeer peer, Leadership leadership) {
        this.parts = parts;
        this.peer = peer;
        this.leadership = leadership;
        this.cursor = new ReplicationCursor(parts.settings().limits(), leadership.log(), leadership.view());
        this.offer = new SnapshotOffer(leadership.snapshots());
        this.lastSent = parts.time().nanos();
    }

    /** There may be something to send; on the loop only. */
    void wake() {
        if (!isEstranged && cursor.isDue(leadership.view())) {
            wakes.tryEmitNext(true);
        }
    }

    /** A round of reads began, which a request from now on answers for; on the loop only. */
    void confirm(long round) {
        rounds.tryEmitNext(round);
    }

    /** Every answer of the peer, raw. Fails only if the node's own log or snapshot cannot be read. */
    Flux<Event> answers() {
        int window = parts.settings().limits().windowCount();
        Flux<Event> appends = wakes.asFlux()
                .startWith(true)
                .onBackpressureLatest()
                .concatMap(wake -> due(), 1)
                .flatMap(this::append, window, 1);
        Flux<Event> heartbeats = Flux.merge(silences(), rounds.asFlux().onBackpressureLatest())
                .flatMap(due -> heartbeat(), HEARTBEATS_IN_FLIGHT);
        return Flux.merge(appends, heartbeats).doFinally(signal -> offer.end());
    }

    /** What can be sent now, one by one as the window asks for it. */
    private Flux<Cut> cuts() {
        return Flux.generate(sink -> {
            Cut cut = isEstranged ? null : cursor.next(leadership.view());
            if (cut == null) {
                sink.complete();
            } else {
                sink.next(cut);
            }
        });
    }

    /** What can be sent once the disk has read what the tail has lost already, if that is what comes next. */
    private Flux<Cut> due() {
        return Flux.defer(() -> cursor.mustLoad(leadership.view()) ? load().thenMany(cuts()) : cuts());
    }

    private Mono<Void> load() {
        return leadership
                .log()
                .fromDisk(cursor.nextIndex(), parts.settings().limits().windowBytes())
                .doOnNext(cursor::loaded)
                .then();
    }

    private Mono<Event> append(Cut cut) {
        return call(cut.request())
                .doOnNext(reply -> answered(cut, reply))
                .switchIfEmpty(Mono.fromRunnable(() -> cursor.failed(cut)))
                .handle((reply, sink) -> forward(cut.request().verifiedIndex(), cut.round(), reply, sink));
    }

    private void answered(Cut cut, PeerReply reply) {
        RaftView now = leadership.view();
        if (reply.response() instanceof Appended appended && appended.term() == now.term()) {
            cursor.accepted(cut, appended);
        } else if (reply.response() instanceof AppendRejected rejected && rejected.term() == now.term()) {
            warnOfLoss(cursor.rejected(cut, rejected, now), cut);
        } else {
            cursor.failed(cut);
        }
        wake();
    }

    /**
     * Says that there is a leader; to a peer whose next entries are gone, with what there is instead of them. An older copy of
     * the peer is only asked how it is, until the peer itself answers: it must not be kept quiet by a leader that it cannot
     * follow, but stand for election, be told, and stop.
     */
    private Mono<Event> heartbeat() {
        RaftView now = leadership.view();
        if (isEstranged) {
            return call(new GetStatus()).then(Mono.empty());
        }
        if (cursor.needsSnapshot(now)) {
            return offer.announcement(now).flatMap(request -> announce(request, now.readRound()));
        }
        Cut beat = cursor.heartbeat(now);
        return call(beat.request())
                .doOnNext(reply -> answeredHeartbeat(beat, reply.response()))
                .handle((reply, sink) -> forward(beat.request().verifiedIndex(), beat.round(), reply, sink));
    }

    private void answeredHeartbeat(Cut beat, RaftResponse response) {
        RaftView now = leadership.view();
        if (response instanceof Appended appended && appended.term() == now.term()) {
            cursor.heartbeatAccepted(beat, appended);
            wake();
        } else if (response instanceof AppendRejected rejected && rejected.term() == now.term()) {
            warnOfLoss(cursor.heartbeatRejected(beat, rejected, now), beat);
            wake();
        }
    }

    /** It gets everything again; but what was counted on it may have been committed with its help. */
    private void warnOfLoss(boolean isLost, Cut cut) {
        if (isLost && !hasWarnedOfLoss) {
            hasWarnedOfLoss = true;
            LOG.warn(
                    "node={} term={} peer={} index={} is gone from its log, though it was on its disk; it is sent again."
                            + " Was an older copy of its directory put back?",
                    parts.settings().node(),
                    leadership.view().term(),
                    peer.id(),
                    cut.request().previous().index());
        }
    }

    private Mono<Event> announce(InstallSnapshot request, long round) {
        return call(request)
                .doOnNext(reply -> announced(request, reply.response()))
                .switchIfEmpty(Mono.fromRunnable(offer::withdraw))
                .handle((reply, sink) -> forward(request.snapshot().index(), round, reply, sink));
    }

    private void announced(InstallSnapshot request, RaftResponse response) {
        if (response instanceof Appended appended && appended.term() == request.term()) {
            cursor.installed(request.snapshot().index(), appended.matchIndex());
        }
        if (!(response instanceof SnapshotWanted)) {
            offer.withdraw();
        }
        wake();
    }

    /** The last index of the snapshot that the peer is being given, or a very high one; on the loop only. */
    long offeredIndex() {
        return offer.lastIndex();
    }

    /** Sends, and answers on the loop; empty if no answer came in time, for whatever reason: that costs time only. */
    private Mono<PeerReply> call(RaftRequest request) {
        lastSent = parts.time().nanos();
        return peer.call(request)
                .timeout(patience(request), parts.loop())
                .publishOn(parts.loop())
                .onErrorResume(failure -> {
                    LOG.debug("No answer from {}: {}", peer.id(), failure.toString());
                    return Mono.empty();
                })
                .filter(this::isFromWhoWasMet);
    }

    /** An election timeout, and one more for each MiB of entries: a large one is not sent anew while it is on its way. */
    private Duration patience(RaftRequest request) {
        int byteCount =
                request instanceof AppendEntries append ? append.entries().byteCount() : 0;
        return parts.settings().timing().electionTimeoutMax().multipliedBy(1 + byteCount / MIB);
    }

    /** What a member says that lost its disk counts for nothing, not even for check-quorum: it cannot help to commit. */
    private boolean isFromWhoWasMet(PeerReply reply) {
        Refused refusal = leadership.view().refusal(reply.from());
        isEstranged = refusal != null && refusal.reason() == Refused.Reason.SUPERSEDED;
        if (refusal != null) {
            complain(reply.from() + " answers, which is not the incarnation that was met");
        }
        return refusal == null;
    }

    private void complain(String about) {
        if (!hasComplained) {
            hasComplained = true;
            LOG.warn(
                    "node={} term={} peer={} {}",
                    parts.settings().node(),
                    leadership.view().term(),
                    peer.id(),
                    about);
        }
    }

    private void forward(long verifiedIndex, long round, PeerReply reply, SynchronousSink<Event> sink) {
        RaftResponse response = reply.response();
        if (response instanceof Appended || response instanceof AppendRejected || response instanceof SnapshotWanted) {
            leadership.quorumWatch().heard(peer.id());
            sink.next(new AppendAnswered(leadership.epoch(), reply.from(), verifiedIndex, round, response));
        } else {
            complain("refuses: " + response);
        }
    }

    /** An element whenever the peer was sent nothing for a heartbeat interval. */
    private Flux<Long> silences() {
        return Mono.defer(() -> Mono.delay(left(), parts.loop()))
                .doOnNext(waited -> {
                    cursor.resume();
                    wake();
                })
                .filter(waited -> left().isZero())
                .doOnNext(due -> lastSent = parts.time().nanos())
                .repeat()
                .onBackpressureDrop();
    }

    private Duration left() {
        long interval = parts.settings().timing().heartbeat().toNanos();
        long nanos = lastSent + interval - parts.time().nanos();
        return nanos > 0 ? Duration.ofNanos(nanos) : Duration.ZERO;
    }
}

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.GetEntries;
import io.github.reactiveraft.api.model.RaftResponse.Entries;
import io.github.reactiveraft.api.model.StrandedRun;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.core.protocol.Event.EntriesFound;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gets back what damage cost the log while nobody leads who could send it (after Alagappan et al., FAST '18): from the own
 * disk, where entries stand behind the damage that connect with the log as it is by now, else from peers whose logs have an
 * entry that this one had. As a stream, until the log lacks nothing; with all logs damaged at different places, one member
 * after the other comes to be whole, and can lead.
 */
final class Repair {

    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);

    private final NodeParts parts;
    private final IoLane io;
    private final List<RaftPeer> peers;
    private final Supplier<RaftView> views;
    private final List<StrandedRun> stranded;

    Repair(NodeParts parts, IoLane io, List<RaftPeer> peers, Supplier<RaftView> views, List<StrandedRun> stranded) {
        this.parts = parts;
        this.io = io;
        this.peers = peers;
        this.views = views;
        this.stranded = stranded;
    }

    /** What was found, on the loop; ends with the doubt, at once if there is none. */
    Flux<EntriesFound> found() {
        return Flux.interval(parts.settings().timing().heartbeat(), parts.loop())
                .onBackpressureDrop()
                .takeWhile(tick -> views.get().isDoubtful())
                .filter(tick -> views.get().leader() == null)
                .concatMap(tick -> next(views.get()), 1);
    }

    private Mono<EntriesFound> next(RaftView view) {
        EntryId last = view.log().lastEntry();
        // Of several the one that was written last: what stands in front of it may have been replaced by it.
        Optional<StrandedRun> own =
                stranded.stream().filter(run -> run.before().equals(last)).reduce((older, newer) -> newer);
        Mono<EntryBatch> entries = own.isPresent()
                ? io.call(() -> parts.storage().readStranded(own.get(), last.index() + 1, maxBytes()))
                        .filter(batch -> !batch.isEmpty())
                        .switchIfEmpty(Mono.defer(() -> lent(view, last)))
                : lent(view, last);
        return entries.publishOn(parts.loop()).map(batch -> new EntriesFound(last, batch));
    }

    /** From the first peer that has some. */
    private Mono<EntryBatch> lent(RaftView view, EntryId last) {
        List<EntryId> known = known(view, last);
        if (known.isEmpty()) {
            return Mono.empty();
        }
        GetEntries request = new GetEntries(last, known, maxBytes());
        return Flux.fromIterable(peers)
                .concatMap(peer -> ask(peer, request), 1)
                .filter(batch -> isAsKnown(batch, request))
                .next();
    }

    private Mono<EntryBatch> ask(RaftPeer peer, GetEntries request) {
        return peer.call(request)
                .timeout(parts.settings().timing().electionTimeoutMin(), parts.loop())
                .filter(reply -> views.get().recognises(reply.from()))
                .flatMap(Repair::entries)
                .onErrorResume(failure -> {
                    LOG.debug("Nothing from {}: {}", peer.id(), failure.toString());
                    return Mono.empty();
                });
    }

    private static Mono<EntryBatch> entries(PeerReply reply) {
        return reply.response() instanceof Entries answer ? Mono.just(answer.entries()) : Mono.empty();
    }

    /** Entries that the log had behind its present end: those in front of what is stranded, and the last one if it is known. */
    private List<EntryId> known(RaftView view, EntryId last) {
        TreeSet<EntryId> ids = new TreeSet<>();
        stranded.forEach(run -> ids.add(run.before()));
        if (view.lastKnown().index() < Long.MAX_VALUE) {
            ids.add(view.lastKnown());
        }
        ids.removeIf(id -> id.index() <= last.index() || id.term() < last.term());
        TreeSet<Long> indexes = new TreeSet<>();
        return ids.stream()
                .filter(id -> indexes.isEmpty() || id.index() > indexes.last())
                .filter(id -> indexes.add(id.index()))
                .limit(GetEntries.MAX_KNOWN)
                .toList();
    }

    /** Whether they follow, and are those that were known where some were. */
    private static boolean isAsKnown(EntryBatch batch, GetEntries request) {
        return !batch.isEmpty()
                && batch.firstIndex() == request.after().index() + 1
                && batch.lastIndex()
                        <= request.known().get(request.known().size() - 1).index()
                && request.known().stream()
                        .filter(id -> id.index() <= batch.lastIndex())
                        .allMatch(id -> batch.term(id.index()) == id.term());
    }

    private int maxBytes() {
        return parts.settings().limits().batchBytes();
    }
}

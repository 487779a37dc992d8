package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.GetEntries;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Entries;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.core.protocol.LogTerms;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Helps out members that lost entries to damage while nobody leads: with what leads up to an entry that both are known to
 * have had, and is on this node's disk. Everything in front of such an entry is the same in both logs (§5.3).
 */
final class EntryLender {

    /** Whoever asks has one question under way; more than one of every other member is no member's doing. */
    private static final int MAX_WAITING = 64;

    private final NodeParts parts;
    private final Supplier<RaftView> views;
    private final LogReader log;
    private final AtomicInteger waitingCount = new AtomicInteger();

    EntryLender(NodeParts parts, Supplier<RaftView> views, LogReader log) {
        this.parts = parts;
        this.views = views;
        this.log = log;
    }

    /** What a member asked for; from any thread. */
    Mono<RaftResponse> answer(GetEntries request) {
        return Mono.defer(() -> {
            if (waitingCount.incrementAndGet() > MAX_WAITING) {
                waitingCount.decrementAndGet();
                return Mono.just(new Refused(Refused.Reason.OVERLOADED, MAX_WAITING + " requests are waiting"));
            }
            return Mono.defer(() -> entries(request))
                    .subscribeOn(parts.loop())
                    .<RaftResponse>map(Entries::new)
                    .doFinally(signal -> waitingCount.decrementAndGet());
        });
    }

    private Mono<EntryBatch> entries(GetEntries request) {
        RaftView view = views.get();
        long upTo = common(view, request);
        long from = request.after().index() + 1;
        if (upTo < from) {
            return Mono.just(EntryBatch.empty());
        }
        int maxBytes = Math.min(request.maxBytes(), parts.settings().limits().batchBytes());
        Mono<EntryBatch> read = log.hasInMemory(from)
                ? Mono.just(log.fromMemory(from, Integer.MAX_VALUE, maxBytes))
                : log.fromDisk(from, maxBytes);
        // What was read may have been replaced meanwhile: only where both had the same entry is all before it the same.
        return read.map(batch -> common(views.get(), request) >= upTo ? batch.upTo(upTo) : EntryBatch.empty());
    }

    /** The last index up to which this log is known to be the same as the other one was, and is on disk; 0 if none is. */
    private static long common(RaftView view, GetEntries request) {
        if (!has(view.log(), request.after())) {
            return 0;
        }
        long common = 0;
        for (EntryId known : request.known()) {
            if (known.index() <= view.durableIndex() && has(view.log(), known)) {
                common = known.index();
            }
        }
        return common;
    }

    private static boolean has(LogTerms log, EntryId id) {
        return id.index() >= log.base().index() && id.index() <= log.lastIndex() && log.termAt(id.index()) == id.term();
    }
}

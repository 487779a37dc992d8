package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.GetDigest;
import io.github.reactiveraft.api.model.RaftResponse.Digest;
import io.github.reactiveraft.core.replicated.Applied;
import io.github.reactiveraft.core.replicated.Replica;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * The digests of this node's state, one every so many entries: taken on the loop between two commands, the newest kept
 * for peers that ask. Nothing of one goes into the next, so that a replica whose state came from a snapshot has the same
 * ones as any other from its next point on.
 *
 * @param <R> what the state machine puts out
 */
final class Digests<R> {

    /** For how many points a peer may be behind and still be compared. */
    static final int KEPT = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Digests.class);

    private final NodeParts parts;
    private final Replica<?, R> replica;
    private final Codec<R> results;
    private final Sinks.Many<Digest> taken = Sinks.many().multicast().directBestEffort();
    /** The newest last; replaced, never changed. */
    private volatile List<Digest> kept = List.of();

    private long next;

    Digests(NodeParts parts, Replica<?, R> replica, Codec<R> results) {
        this.parts = parts;
        this.replica = replica;
        this.results = results;
        startBehind(0);
    }

    /** The index right behind which the next digest is due, a very high one if none ever is; on the loop only. */
    long next() {
        return next;
    }

    /** Everything up to an index is in the state, by whatever way; on the loop only. */
    void startBehind(long index) {
        long every = parts.settings().digestEntryCount();
        next = every == 0 ? Long.MAX_VALUE : (index / every + 1) * every;
    }

    /** Takes the digest that is due, right behind an entry and before anything else is applied; on the loop only. */
    void take(EntryId entry, Applied<R> applied) {
        startBehind(entry.index());
        long value;
        try {
            value = value(entry, applied);
        } catch (RuntimeException | Error thrown) {
            LOG.warn(
                    "node={} index={} has no digest of its state, and cannot tell whether it is that of the others",
                    parts.settings().node(),
                    entry.index(),
                    thrown);
            return;
        }
        keep(new Digest(entry.index(), true, value));
    }

    /** Of a command that was executed before only replicas that were there then need still know the result. */
    private long value(EntryId entry, Applied<R> applied) {
        DigestValue digest = new DigestValue().add(entry.index()).add(entry.term());
        replica.digest(digest::add);
        R result = applied.result();
        if (applied.kind() == Applied.Kind.EXECUTED && result != null) {
            digest.add(results.encode(result));
        }
        applied.changes().forEach(change -> digest.add(results.encode(change.value())));
        return digest.value();
    }

    private void keep(Digest digest) {
        List<Digest> newest = new ArrayList<>(kept.subList(Math.max(0, kept.size() - KEPT + 1), kept.size()));
        newest.add(digest);
        kept = List.copyOf(newest);
        taken.tryEmitNext(digest);
    }

    /** Every digest from now on; on the loop. */
    Flux<Digest> taken() {
        return taken.asFlux();
    }

    /** What a peer asked for; from any thread. */
    Digest answer(GetDigest request) {
        return kept.stream()
                .filter(digest -> digest.index() == request.index())
                .findFirst()
                .orElse(new Digest(request.index(), false, 0));
    }
}

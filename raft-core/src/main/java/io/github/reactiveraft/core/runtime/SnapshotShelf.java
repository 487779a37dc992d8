package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotPiece;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.StorageException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The snapshots in force, as peers need them: which is the newest, and piece by piece what it says (§7). */
final class SnapshotShelf {

    /** Who fetches has two requests under way; more than that of every other member is no member's doing. */
    private static final int MAX_WAITING = 128;

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotShelf.class);

    private final NodeParts parts;
    private final SnapshotCheck check;
    private final AtomicInteger waitingCount = new AtomicInteger();
    private @Nullable SnapshotMeta newest;

    SnapshotShelf(NodeParts parts, @Nullable SnapshotMeta newest) {
        this.parts = parts;
        this.newest = newest;
        this.check = new SnapshotCheck(parts);
    }

    /** What peers keep on fetching is looked at. */
    SnapshotCheck check() {
        return check;
    }

    /** A snapshot is in force now; on the loop only. */
    void adopted(SnapshotMeta snapshot) {
        newest = snapshot;
    }

    /** The newest one in force, or null; on the loop only. */
    @Nullable
    SnapshotMeta newest() {
        return newest;
    }

    /** Opens one, which keeps it; empty if it is gone. Answers on the loop, fails if the disk does. */
    Mono<SnapshotReader> open(SnapshotMeta snapshot) {
        return parts.onIo(() -> parts.storage().snapshots().open(snapshot.lastIncluded()))
                .publishOn(parts.loop())
                .flatMap(Mono::justOrEmpty);
    }

    /** Lets go of one, some time; nobody waits for it. */
    void close(SnapshotReader reader) {
        try {
            parts.io().schedule(reader::close);
        } catch (RejectedExecutionException ended) {
            LOG.debug("The storage was closed before a snapshot was", ended);
        }
    }

    /** What a peer asked for; from any thread. That a disk cannot give it is the peer's to know, who asks again. */
    Mono<RaftResponse> piece(FetchSnapshot request) {
        return Mono.defer(() -> {
            if (waitingCount.incrementAndGet() > MAX_WAITING) {
                waitingCount.decrementAndGet();
                return Mono.just(new Refused(Refused.Reason.OVERLOADED, MAX_WAITING + " pieces are asked for"));
            }
            return parts.onIo(() -> read(request));
        });
    }

    /** Whoever waited, or no longer does, its place is free now. */
    private RaftResponse read(FetchSnapshot request) {
        try {
            return pieceOf(request);
        } finally {
            waitingCount.decrementAndGet();
        }
    }

    private RaftResponse pieceOf(FetchSnapshot request) {
        int most = Math.min(request.maxBytes(), parts.settings().limits().batchBytes());
        try {
            Optional<SnapshotReader> found = parts.storage().snapshots().open(request.lastIncluded());
            if (found.isEmpty() || request.offset() > found.get().byteCount()) {
                found.ifPresent(SnapshotReader::close);
                return new Refused(Refused.Reason.GONE, "There is no such piece of " + request.lastIncluded());
            }
            if (request.offset() == 0) {
                check.begun(request.lastIncluded());
            }
            SnapshotReader reader = found.get();
            try {
                return new SnapshotPiece(
                        request.lastIncluded(), request.offset(), reader.image(request.offset(), most));
            } finally {
                reader.close();
            }
        } catch (StorageException unreadable) {
            LOG.warn(
                    "node={} cannot read a snapshot for a peer",
                    parts.settings().node(),
                    unreadable);
            return new Refused(Refused.Reason.GONE, String.valueOf(unreadable.getMessage()));
        }
    }
}

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.SnapshotWriter;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.core.protocol.Event.SnapshotTaken;
import io.github.reactiveraft.core.replicated.Replica;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Snapshots of this node's state as a stream (§7): captured on the loop between two commands, when the policy says so, and
 * written on the io lane chunk by chunk, as the disk takes them, between the log's writes. One at a time. Its own methods
 * are used on the loop only.
 */
final class SnapshotTaker {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTaker.class);

    private final NodeParts parts;
    private final Replica<?, ?> replica;
    private final Supplier<Membership> membership;
    private final LongSupplier lowestOffer;
    private final Sinks.Many<Capture> captures = Sinks.many().unicast().onBackpressureBuffer();
    private long entryCount;
    private long byteCount;
    private boolean isTaking;
    private boolean isAdopting;

    /**
     * Takes nothing yet.
     *
     * @param lowestOffer the last index of the oldest snapshot that a peer is being given, or a very high one
     */
    SnapshotTaker(NodeParts parts, Replica<?, ?> replica, Supplier<Membership> membership, LongSupplier lowestOffer) {
        this.parts = parts;
        this.replica = replica;
        this.membership = membership;
        this.lowestOffer = lowestOffer;
    }

    /** These were the last commands applied, none if a snapshot was restored; no other will be before this returns. */
    void applied(AppliedSlice slice) {
        if (slice.isEmpty()) {
            startCounting();
            return;
        }
        entryCount += slice.count();
        byteCount += slice.byteCount();
        SnapshotPolicy policy = parts.settings().snapshots();
        if (!isTaking && (entryCount >= policy.entryCount() || byteCount >= policy.byteCount())) {
            isTaking = true;
            startCounting();
            captures.tryEmitNext(new Capture(meta(slice), Flux.from(replica.snapshot())));
        }
    }

    /** Counts anew: the state is that of a snapshot. */
    private void startCounting() {
        entryCount = 0;
        byteCount = 0;
    }

    private SnapshotMeta meta(AppliedSlice slice) {
        return new SnapshotMeta(slice.last(), slice.timestamp(), membership.get());
    }

    /** Snapshots that are staged; on the loop. What the disk has no room for, or cannot keep, is tried again later. */
    Flux<SnapshotTaken> taken() {
        return captures.asFlux().concatMap(this::write, 1);
    }

    private Mono<SnapshotTaken> write(Capture capture) {
        return parts.onIo(() -> parts.storage().snapshots().create(capture.meta()))
                .flatMap(writer -> write(capture, writer))
                .publishOn(parts.loop())
                .map(meta -> new SnapshotTaken(meta, keepFrom(meta)))
                .onErrorResume(CaptureException.class, failure -> givenUp(capture, "capture", failure.getCause()))
                .onErrorResume(StorageException.class, failure -> givenUp(capture, "keep", failure));
    }

    /** Nobody counts on it yet, so its loss is none; the next one is due when the policy says so again. */
    private Mono<SnapshotTaken> givenUp(Capture capture, String what, @Nullable Throwable cause) {
        LOG.warn(
                "node={} could not {} its state at {}; it tries again later, and the log grows until then",
                parts.settings().node(),
                what,
                capture.meta().lastIncluded(),
                cause);
        isTaking = false;
        return Mono.empty();
    }

    private Mono<SnapshotMeta> write(Capture capture, SnapshotWriter writer) {
        // Subscribed to, and asked for more, on the io lane, which must not be interrupted: so no subscribeOn.
        return parts.onIo(() -> true)
                .flux()
                .concatMap(ready -> capture.chunks(), 0)
                .onErrorMap(CaptureException::new)
                .concatMap(
                        chunk -> parts.onIo(() -> {
                            writer.write(chunk);
                            return true;
                        }),
                        0)
                .then(Mono.defer(() -> parts.onIo(() -> {
                    writer.finish();
                    return capture.meta();
                })))
                .onErrorResume(SnapshotTaker::isSurvivable, failure -> parts.onIo(() -> {
                            writer.discard();
                            return true;
                        })
                        .then(Mono.error(failure)));
    }

    /** Not so a bug, of whomever. */
    private static boolean isSurvivable(Throwable failure) {
        return failure instanceof CaptureException || failure instanceof StorageException;
    }

    private long keepFrom(SnapshotMeta snapshot) {
        long trailing = snapshot.index() - parts.settings().snapshots().trailingCount();
        return Math.max(0, Math.min(trailing, lowestOffer.getAsLong())) + 1;
    }

    /** The core wants the snapshot in force: until that is so, another must not take its place on the disk. */
    void adopting() {
        isAdopting = true;
    }

    /** The core knows of the snapshot; if it wants it, it has said so. */
    void stepped() {
        isTaking = isAdopting;
    }

    /** The snapshot is in force. */
    void adopted() {
        isAdopting = false;
        isTaking = false;
    }

    private record Capture(SnapshotMeta meta, Flux<ByteBuffer> chunks) {}

    /** The state machine failed, not the disk. */
    private static final class CaptureException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CaptureException(Throwable cause) {
            super(cause);
        }
    }
}

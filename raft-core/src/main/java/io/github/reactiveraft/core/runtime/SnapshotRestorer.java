package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.core.replicated.Replica;
import reactor.core.publisher.Mono;

/** Puts the state of a snapshot into the replica. */
final class SnapshotRestorer {

    private final NodeParts parts;
    private final Replica<?, ?> replica;
    private final SnapshotChunks chunks;

    SnapshotRestorer(NodeParts parts, Replica<?, ?> replica) {
        this.parts = parts;
        this.replica = replica;
        this.chunks = new SnapshotChunks(parts);
    }

    /** Completes on the loop once the state is that of the snapshot; fails if it cannot be read, or the machine fails. */
    Mono<Void> restore(SnapshotMeta snapshot) {
        return Mono.usingWhen(
                        open(snapshot),
                        reader -> Mono.defer(
                                        () -> replica.restore(chunks.of(reader).map(Bytes::buffer)))
                                .onErrorMap(thrown -> failed(snapshot, thrown)),
                        this::close)
                .publishOn(parts.loop());
    }

    private Mono<SnapshotReader> open(SnapshotMeta snapshot) {
        return parts.onIo(() -> parts.storage()
                .snapshots()
                .open(snapshot.lastIncluded())
                .orElseThrow(() -> new IllegalStateException(snapshot + " is in force, but not there")));
    }

    private Mono<Boolean> close(SnapshotReader reader) {
        return parts.onIo(() -> {
            reader.close();
            return true;
        });
    }

    private static IllegalStateException failed(SnapshotMeta snapshot, Throwable thrown) {
        return new IllegalStateException("The state of " + snapshot + " could not be restored: " + thrown, thrown);
    }
}

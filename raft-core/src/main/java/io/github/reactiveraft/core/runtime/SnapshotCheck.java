package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.StorageException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Finds out whether a snapshot is damaged that peers fetch: they notice it, and begin anew, while whoever has it never reads
 * it. So one whose first piece is asked for more often than there are peers is read from its start to its end, once. As a
 * stream, on the io lane.
 */
final class SnapshotCheck {

    private final NodeParts parts;
    private final SnapshotChunks chunks;
    private final int peerCount;
    /** Every snapshot at most once, so there are never many. */
    private final Sinks.Many<EntryId> suspects = Sinks.many().unicast().onBackpressureBuffer();

    private EntryId asked = EntryId.NONE;
    private int beginningCount;

    SnapshotCheck(NodeParts parts) {
        this.parts = parts;
        this.chunks = new SnapshotChunks(parts);
        this.peerCount = parts.settings().members().size() - 1;
    }

    /** A peer begins to fetch a snapshot; on the io lane only. */
    void begun(EntryId lastIncluded) {
        beginningCount = lastIncluded.equals(asked) ? beginningCount + 1 : 1;
        asked = lastIncluded;
        if (beginningCount == peerCount + 1) {
            suspects.tryEmitNext(lastIncluded);
        }
    }

    /** Those that were read and are sound. Fails with a {@link StorageException} if one is damaged, which is put aside then. */
    Flux<EntryId> sound() {
        return suspects.asFlux().concatMap(this::read, 1);
    }

    private Mono<EntryId> read(EntryId lastIncluded) {
        return Mono.usingWhen(
                parts.onIo(() -> parts.storage().snapshots().open(lastIncluded)).flatMap(Mono::justOrEmpty),
                reader -> chunks.of(reader).then(Mono.just(lastIncluded)),
                this::close);
    }

    private Mono<Boolean> close(SnapshotReader reader) {
        return parts.onIo(() -> {
            reader.close();
            return true;
        });
    }
}

package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The state in a snapshot as a stream of chunks: each a task of the io lane, between the log's writes. A snapshot that
 * turns out to be damaged is put aside before the stream fails, so that the next start of the node goes on without it.
 */
final class SnapshotChunks {

    private final NodeParts parts;

    SnapshotChunks(NodeParts parts) {
        this.parts = parts;
    }

    /** One at a time, from where the reader is to the end. */
    Flux<Bytes> of(SnapshotReader reader) {
        return parts.onIo(reader::next)
                .onErrorResume(StorageException.class, failure -> failed(reader.meta(), failure))
                .repeat()
                .takeWhile(chunk -> chunk.length() > 0);
    }

    private <T> Mono<T> failed(SnapshotMeta snapshot, StorageException failure) {
        if (failure.reason() != Reason.CORRUPT) {
            return Mono.error(failure);
        }
        return parts.onIo(() -> {
            parts.storage().snapshots().putAside(snapshot.lastIncluded());
            throw failure;
        });
    }
}

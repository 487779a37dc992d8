package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.SnapshotReader;
import io.github.reactiveraft.core.protocol.RaftView;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What a leader has for a peer that needs entries which are gone (§7): one snapshot, kept open, and the log behind it kept
 * with it, for as long as the peer answers. Used on the loop only.
 */
final class SnapshotOffer {

    private final SnapshotShelf shelf;
    private @Nullable SnapshotReader reader;
    private boolean isOpening;
    private boolean isEnded;

    SnapshotOffer(SnapshotShelf shelf) {
        this.shelf = shelf;
    }

    /** Announces the snapshot that is on offer, or else the newest; empty while there is none. */
    Mono<InstallSnapshot> announcement(RaftView view) {
        SnapshotReader open = reader;
        if (open != null) {
            return Mono.just(announcement(view, open));
        }
        SnapshotMeta newest = shelf.newest();
        if (newest == null || isOpening) {
            return Mono.empty();
        }
        isOpening = true;
        // The cache lets the opening go on to its end, whoever gives up: what was opened must be closed.
        return shelf.open(newest)
                .doOnNext(this::opened)
                .doFinally(signal -> isOpening = false)
                .cache()
                .map(opened -> announcement(view, opened));
    }

    private static InstallSnapshot announcement(RaftView view, SnapshotReader snapshot) {
        return new InstallSnapshot(view.term(), view.self(), snapshot.meta(), snapshot.byteCount());
    }

    private void opened(SnapshotReader opened) {
        if (isEnded) {
            shelf.close(opened);
        } else {
            reader = opened;
        }
    }

    /** The last index of the snapshot on offer: what follows it must stay in the log. The highest of all if none is. */
    long lastIndex() {
        SnapshotReader open = reader;
        return open == null ? Long.MAX_VALUE : open.meta().index();
    }

    /** The peer has it, or does not answer: the next announcement is of whatever is the newest then. */
    void withdraw() {
        SnapshotReader open = reader;
        if (open != null) {
            reader = null;
            shelf.close(open);
        }
    }

    /** The leadership is over. */
    void end() {
        isEnded = true;
        withdraw();
    }
}

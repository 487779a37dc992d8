package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftTiming;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.api.spi.NodeTime;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.core.protocol.Event.DiskStalled;
import io.github.reactiveraft.core.protocol.RaftView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Whether the disk gets on with what is to be written. A disk that is slow does; one that has not finished any write for a
 * while, though there is one, has stalled, and one without room gets nowhere at once. A node that cannot write cannot
 * commit, so it does not lead and does not want to, until the disk moves again. On the loop only.
 */
final class DiskWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

    private final NodeParts parts;
    private final NodeTime time;
    private final RaftTiming timing;
    private StorageHealth health = StorageHealth.OK;
    private boolean isDoubtful;
    private long unfinishedCount;
    /** Since when the oldest write has waited for the disk, or when the last one was finished. */
    private long since;

    DiskWatch(NodeParts parts) {
        this.parts = parts;
        this.time = parts.time();
        this.timing = parts.settings().timing();
    }

    /** A write was handed over. */
    void writing() {
        if (unfinishedCount++ == 0) {
            since = time.nanos();
        }
    }

    /** So many of the writes are on disk. */
    void written(int count) {
        unfinishedCount -= count;
        since = time.nanos();
        if (health != StorageHealth.OK) {
            LOG.info("node={} storage={}: the disk takes writes again", node(), StorageHealth.OK);
            health = StorageHealth.OK;
        }
    }

    /** The oldest write found no room. */
    void full(StorageException cause) {
        if (health != StorageHealth.FULL) {
            health = StorageHealth.FULL;
            LOG.warn(
                    "node={} storage={}: it takes no entries and does not lead until there is room: {}",
                    node(),
                    health,
                    cause.getMessage());
        }
    }

    /** Looks at the disk now. */
    StorageHealth look() {
        if (health == StorageHealth.OK && unfinishedCount > 0 && isTooLong(time.nanos() - since)) {
            health = StorageHealth.STALLED;
            LOG.warn(
                    "node={} storage={}: no write was finished for {}, {} wait; it does not lead until the disk moves"
                            + " again: check the device and what else uses it",
                    node(),
                    health,
                    timing.diskStall(),
                    unfinishedCount);
        }
        return health;
    }

    /** What to tell of the storage: of the disk, and of what damage cost before. */
    StorageHealth health(RaftView view) {
        if (isDoubtful && !view.isDoubtful()) {
            LOG.info("node={} storage={}: it has all entries again that damage had cost", node(), StorageHealth.OK);
        }
        isDoubtful = view.isDoubtful();
        StorageHealth ofDisk = look();
        return ofDisk == StorageHealth.OK && isDoubtful ? StorageHealth.DAMAGED : ofDisk;
    }

    /** Whether the node can write, or will when what is under way is done. */
    boolean isMoving() {
        return look() == StorageHealth.OK;
    }

    /** Watches one leadership. */
    Mono<DiskStalled> watch(RaftView view) {
        return Flux.interval(timing.electionTimeoutMin().dividedBy(2), parts.loop())
                .onBackpressureDrop()
                .filter(tick -> !isMoving())
                .next()
                .map(tick -> new DiskStalled(view.epoch()));
    }

    private boolean isTooLong(long nanos) {
        return nanos >= timing.diskStall().toNanos();
    }

    private NodeId node() {
        return parts.settings().node();
    }
}

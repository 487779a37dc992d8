package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.spi.StorageException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators what a start met, and remembers what it has to change. */
final class RecoveryReport implements LogScan.Report {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveryReport.class);

    private @Nullable StorageException firstDamage;
    private @Nullable Torn torn;

    private record Torn(Segment segment, long from, long upTo, long lastIndex) {}

    @Override
    public void torn(Segment segment, long from, long upTo, long lastIndex) {
        torn = new Torn(segment, from, upTo, lastIndex);
    }

    @Override
    public void damaged(Segment segment, long offset, long byteCount, StorageException why) {
        damaged(segment.path(), why);
    }

    /** Notes damage to a file. */
    void damaged(String path, StorageException why) {
        LOG.warn(
                "Damaged, check the device: file={} offset={}: {}",
                path,
                Damage.offset(why, path),
                Damage.what(why, path));
        firstDamage = firstDamage == null ? why : firstDamage;
    }

    @Override
    public void lost(long firstIndex, long lastIndex) {
        if (firstIndex > 0) {
            LOG.warn("That cost the entries from {} up to {}", firstIndex, lastIndex == 0 ? "the end" : lastIndex);
        }
    }

    @Override
    public void read(Segment segment, long usedBytes) {
        // Nobody asks at a start.
    }

    /** The log is shorter than what was perhaps acknowledged. */
    void doubtful(String directory, EntryId last, EntryId claim) {
        LOG.warn(
                "The log in {} ends with entry {} now and had {}. Until other members have sent the rest again, the node stands for"
                        + " no election and votes for nobody who lacks it",
                directory,
                last,
                claim.index() == Long.MAX_VALUE ? "more, up to term " + claim.term() : claim);
    }

    /** The first damage that was met, or null. */
    @Nullable
    StorageException firstDamage() {
        return firstDamage;
    }

    /** Writes zeros over a torn tail, so that nothing in it is ever taken for what is written next; not yet forced. */
    void dropTornTail() throws IOException {
        Torn tail = torn;
        if (tail != null) {
            WholeFile.fillWithZeros(tail.segment.file(), tail.from, tail.upTo);
            LOG.warn(
                    "Dropped {} bytes at the end of the log, from a last write that was cut off before it was"
                            + " acknowledged: file={} offset={} lastIndex={}",
                    tail.upTo - tail.from,
                    tail.segment.path(),
                    tail.from,
                    tail.lastIndex);
        }
    }
}

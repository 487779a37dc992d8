package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.spi.StorageIdentity;
import java.io.IOException;
import java.util.List;

/**
 * Creates what a new directory needs. Term and vote and an empty log come first, their names durable, then the identity:
 * with it, the directory is complete; without it, nothing was ever acknowledged from here and the next start begins
 * anew. So a directory that lost its identity but holds votes or entries is never taken for a new one.
 */
final class FirstStart {

    private final Disk disk;
    private final StorageIdentity identity;
    private final int segmentBytes;

    FirstStart(Disk disk, StorageIdentity identity, int segmentBytes) {
        this.disk = disk;
        this.identity = identity;
        this.segmentBytes = segmentBytes;
    }

    void run(List<String> names) throws IOException {
        requireUntouched(names);
        Owner owner = Owner.of(identity, identity.newIncarnation());
        StateFile.create(disk, owner.incarnation());
        Segment.create(disk, new SegmentHeader(1, 1, 0, segmentBytes, false, owner))
                .close();
        disk.forceDirectory("");
        new IdentityFile(owner, identity.founders()).create(disk);
        disk.forceDirectory("");
    }

    /** Refuses to start anew over what an earlier start has left, unless it never got to its end. */
    private void requireUntouched(List<String> names) throws IOException {
        if (!isUntouched(disk, names)) {
            throw Damage.corrupt(
                    disk.locate(IdentityFile.NAME), 0, "it is missing, though there are votes or entries beside it");
        }
    }

    /** Whether files without an identity beside them come from a first start that did not get to its end. */
    static boolean isUntouched(Disk disk, List<String> names) throws IOException {
        boolean untouched = !names.contains(StateFile.NAME) || StateFile.isUntouched(disk);
        for (String name : names) {
            if (Segment.number(name) >= 0) {
                untouched = untouched && isEmpty(disk, name);
            }
            untouched = untouched && SnapshotName.id(name).isEmpty();
        }
        return untouched;
    }

    private static boolean isEmpty(Disk disk, String name) throws IOException {
        try (Segment segment = Segment.open(disk, name, Segment.ownerOf(disk, name))) {
            return segment.flaw() == null
                    && segment.header().number() == 1
                    && new FileWindow(segment, Recovery.SCAN_BYTES).endOfNonZeros(segment.dataStart())
                            == segment.dataStart();
        }
    }
}

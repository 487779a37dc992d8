package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.spi.StorageIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A directory's files, opened and known to belong here, but not yet looked into.
 *
 * @param snapshots what there is of them
 * @param segments in order, at least one; grows at the end, and goes at the start where a snapshot takes its place
 */
record OpenFiles(IdentityFile identity, StateFile state, SnapshotsFound snapshots, List<Segment> segments)
        implements Closeable {

    /** Opens what is there. Changes nothing. */
    static OpenFiles open(Disk disk, StorageIdentity asked) throws IOException {
        IdentityFile identity = IdentityFile.read(disk);
        identity.requireSame(asked, disk.locate(""));
        List<String> names = disk.list("");
        if (!names.contains(StateFile.NAME)) {
            throw Damage.corrupt(disk.locate(StateFile.NAME), 0, "it is missing");
        }
        StateFile state = StateFile.open(disk, identity.owner());
        List<Segment> segments = new ArrayList<>();
        boolean opened = false;
        try {
            SnapshotsFound snapshots = SnapshotsFound.in(disk, names, identity.owner());
            OpenFiles files = new OpenFiles(identity, state, snapshots, segments);
            files.openSegments(disk, names);
            opened = true;
            return files;
        } finally {
            if (!opened) {
                close(state, segments);
            }
        }
    }

    private void openSegments(Disk disk, List<String> names) throws IOException {
        List<String> found = Segment.inOrder(names);
        for (String name : found) {
            Segment segment = Segment.open(disk, name, identity.owner());
            segments.add(segment);
            if (segments.size() > 1 && segment.header().number() == Segment.number(found.get(segments.size() - 2))) {
                throw Damage.doubled(segment.path());
            }
        }
        if (segments.isEmpty()) {
            throw Damage.corrupt(disk.locate(""), 0, "the log is missing");
        }
    }

    /** How many segments at the start are needed by nobody who has all entries up to an index. */
    int unneededCount(long index) {
        int count = segments.size() - 1;
        while (count > 0 && segments.get(count).header().firstIndex() - 1 > index) {
            count--;
        }
        return count;
    }

    /** Deletes so many segments at the start, aside; any of them may come back after a power cut. */
    void deleteSegments(Disk disk, Aside aside, int count) throws IOException {
        for (int gone = 0; gone < count; gone++) {
            Segment segment = segments.remove(0);
            segment.close();
            aside.run(() -> disk.delete(segment.name()));
        }
    }

    Segment lastSegment() {
        return segments.get(segments.size() - 1);
    }

    @Override
    public void close() throws IOException {
        close(state, segments);
    }

    private static void close(StateFile state, List<Segment> segments) throws IOException {
        try (state) {
            for (Segment segment : segments) {
                segment.close();
            }
        }
    }
}

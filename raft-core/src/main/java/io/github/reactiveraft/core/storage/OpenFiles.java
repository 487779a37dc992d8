package io.github.reactiveraft.core.storage;

import io.github.reactiveraft.api.spi.StorageIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A directory's files, opened and known to belong here, but not yet looked into.
 *
 * @param segments in order, at least one; grows at the end
 */
record OpenFiles(IdentityFile identity, StateFile state, List<Segment> segments) implements Closeable {

    /** Opens what is there. Changes nothing. */
    static OpenFiles open(Disk disk, StorageIdentity asked) throws IOException {
        IdentityFile identity = IdentityFile.read(disk);
        identity.requireSame(asked, disk.locate(""));
        List<String> names = disk.list("");
        if (!names.contains(StateFile.NAME)) {
            throw Damage.corrupt(disk.locate(StateFile.NAME), 0, "it is missing");
        }
        StateFile state = StateFile.open(disk, identity.owner());
        OpenFiles files = new OpenFiles(identity, state, new ArrayList<>());
        boolean opened = false;
        try {
            files.openSegments(disk, names);
            opened = true;
            return files;
        } finally {
            if (!opened) {
                files.close();
            }
        }
    }

    private void openSegments(Disk disk, List<String> names) throws IOException {
        List<String> found = names.stream()
                .filter(name -> Segment.number(name) >= 0)
                .sorted(Comparator.comparingLong(Segment::number))
                .toList();
        for (String name : found) {
            if (Segment.number(name) != segments.size() + 1) {
                throw Damage.corrupt(
                        disk.locate(name), 0, "segment " + (segments.size() + 1) + " should come before it");
            }
            Segment segment = Segment.open(disk, name);
            segments.add(segment);
            identity.owner().requireSame(segment.header().owner(), segment.path());
        }
        if (segments.isEmpty()) {
            throw Damage.corrupt(disk.locate(""), 0, "the log is missing");
        }
    }

    Segment lastSegment() {
        return segments.get(segments.size() - 1);
    }

    @Override
    public void close() throws IOException {
        try (state) {
            for (Segment segment : segments) {
                segment.close();
            }
        }
    }
}

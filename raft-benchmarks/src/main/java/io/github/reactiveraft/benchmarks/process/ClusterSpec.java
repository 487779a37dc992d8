package io.github.reactiveraft.benchmarks.process;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A cluster to be started.
 *
 * @param system its name
 * @param isDurable whether commands are on disks before they are acknowledged
 * @param inFlight the most calls that will be under way
 * @param heap what every process gets, as behind {@code -Xmx}
 * @param electionTimeout zero for the system's default
 * @param snapshotEntries 0 for the system's default
 * @param directory in which it makes its own
 */
public record ClusterSpec(
        String system,
        boolean isDurable,
        int inFlight,
        String heap,
        Duration electionTimeout,
        long snapshotEntries,
        Path directory) {

    /** This cluster, of which no member takes snapshots. */
    public ClusterSpec withoutSnapshots() {
        return new ClusterSpec(system, isDurable, inFlight, heap, electionTimeout, Long.MAX_VALUE, directory);
    }
}

package io.github.reactiveraft.benchmarks.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cluster to be started.
 *
 * @param system its name
 * @param memberCount how many members
 * @param isDurable whether commands are on disks before they are acknowledged
 * @param inFlight the most calls that will be under way
 * @param heap what every process gets, as behind {@code -Xmx}
 * @param javaOptions what every process gets beside that
 * @param electionTimeout zero for the system's default
 * @param snapshotEntries 0 for the system's default
 * @param directory in which it makes its own
 */
public record ClusterSpec(
        String system,
        int memberCount,
        boolean isDurable,
        int inFlight,
        String heap,
        List<String> javaOptions,
        Duration electionTimeout,
        long snapshotEntries,
        Path directory) {

    /** Copies the list. */
    public ClusterSpec {
        javaOptions = List.copyOf(javaOptions);
    }

    /** This cluster with another number of members. */
    public ClusterSpec withMembers(int count) {
        return new ClusterSpec(
                system, count, isDurable, inFlight, heap, javaOptions, electionTimeout, snapshotEntries, directory);
    }

    /** This cluster, of which every process is told one thing more. */
    public ClusterSpec withJavaOption(String option) {
        List<String> more =
                Stream.concat(javaOptions.stream(), Stream.of(option)).toList();
        return new ClusterSpec(
                system, memberCount, isDurable, inFlight, heap, more, electionTimeout, snapshotEntries, directory);
    }

    /** This cluster, of which no member takes snapshots. */
    public ClusterSpec withoutSnapshots() {
        return new ClusterSpec(
                system,
                memberCount,
                isDurable,
                inFlight,
                heap,
                javaOptions,
                electionTimeout,
                Long.MAX_VALUE,
                directory);
    }
}

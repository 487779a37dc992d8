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
 * @param ballastMib how large the state is, beside a few bytes
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
        int ballastMib,
        Path directory) {

    /** Copies the list. */
    public ClusterSpec {
        javaOptions = List.copyOf(javaOptions);
    }

    /** This cluster with another number of members. */
    public ClusterSpec withMembers(int count) {
        return with(count, javaOptions, snapshotEntries, ballastMib);
    }

    /** This cluster, of which every process is told one thing more. */
    public ClusterSpec withJavaOption(String option) {
        List<String> more =
                Stream.concat(javaOptions.stream(), Stream.of(option)).toList();
        return with(memberCount, more, snapshotEntries, ballastMib);
    }

    /** This cluster, of which no member takes snapshots. */
    public ClusterSpec withoutSnapshots() {
        return with(memberCount, javaOptions, Long.MAX_VALUE, ballastMib);
    }

    /** This cluster with a snapshot after so many commands, and so much of a state. */
    public ClusterSpec withSnapshots(long entries, int mib) {
        return with(memberCount, javaOptions, entries, mib);
    }

    private ClusterSpec with(int members, List<String> options, long entries, int mib) {
        return new ClusterSpec(
                system, members, isDurable, inFlight, heap, options, electionTimeout, entries, mib, directory);
    }
}

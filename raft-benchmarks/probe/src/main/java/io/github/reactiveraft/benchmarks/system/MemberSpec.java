package io.github.reactiveraft.benchmarks.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A member to be started.
 *
 * @param number which of the addresses is its own, from 0
 * @param addresses {@code host:port} of all members
 * @param directory for its data, already there
 * @param isDurable whether it makes commands durable, fsync and all, before it acknowledges them; else it keeps them in memory or
 *     writes without fsync, as the system can
 * @param electionTimeout the shortest; the longest is twice as long. Zero for the system's default
 * @param snapshotEntries after so many commands a snapshot; 0 for the system's default
 * @param ballast what else is in the state, and so in snapshots
 */
public record MemberSpec(
        int number,
        List<String> addresses,
        Path directory,
        boolean isDurable,
        Duration electionTimeout,
        long snapshotEntries,
        Ballast ballast) {

    /** Copies the list. */
    public MemberSpec {
        addresses = List.copyOf(addresses);
    }
}

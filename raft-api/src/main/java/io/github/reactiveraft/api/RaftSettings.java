package io.github.reactiveraft.api;

import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a node behaves: immutable, complete and valid once it exists. Build it with {@link #of}: the cluster's name, the
 * node's and its members' have no default, everything else has a safe one.
 *
 * @param cluster the cluster's name, 1 to 64 characters as in {@link NodeId}; messages from another are refused
 * @param group the consensus group within the cluster, same alphabet, default {@code main}
 * @param node this node, one of the members
 * @param members the founding voters, 1 to 31, the same on every node; written to disk at the first start
 * @param timing elections and heartbeats
 * @param limits what may queue, travel and wait
 * @param snapshots when the log is replaced by a snapshot of the state
 * @param sessions how commands are kept from being executed twice
 * @param forwarding whether a follower passes commands and reads on to the leader (default) or answers
 *     {@link RaftException.NotLeader}; turn off if clients find the leader themselves
 * @param digestEntryCount after every so many entries replicas compare {@link StateMachine#digest}, and one that differs
 *     from the majority stops; 0 for never, or 1 to 1,000,000,000, default 10,000. Lower it to find out sooner where
 *     commands are few; the same on every node, for only digests of the same index are compared
 */
public record RaftSettings(
        String cluster,
        String group,
        NodeId node,
        SortedSet<NodeId> members,
        RaftTiming timing,
        RaftLimits limits,
        SnapshotPolicy snapshots,
        SessionPolicy sessions,
        boolean forwarding,
        int digestEntryCount) {

    private static final int MAX_MEMBER_COUNT = 31;
    private static final int MAX_DIGEST_ENTRY_COUNT = 1_000_000_000;

    /**
     * Checks that the parts fit together.
     *
     * @throws IllegalArgumentException with what is wrong and the allowed range
     */
    public RaftSettings {
        NodeId.of(cluster);
        NodeId.of(group);
        Objects.requireNonNull(timing, "timing");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(snapshots, "snapshots");
        Objects.requireNonNull(sessions, "sessions");
        members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
        if (members.isEmpty() || members.size() > MAX_MEMBER_COUNT) {
            throw new IllegalArgumentException(
                    "A cluster takes 1 to " + MAX_MEMBER_COUNT + " members, but there are " + members.size());
        }
        if (!members.contains(node)) {
            throw new IllegalArgumentException("This node, " + node + ", is not among the members " + members);
        }
        if (digestEntryCount < 0 || digestEntryCount > MAX_DIGEST_ENTRY_COUNT) {
            throw new IllegalArgumentException("digestEntryCount takes 0, for no digests, to " + MAX_DIGEST_ENTRY_COUNT
                    + ", but is " + digestEntryCount);
        }
    }

    /** Builds settings: {@code RaftSettings.of(s -> s.cluster("counter").node("n1").members("n1", "n2", "n3"))}. */
    public static RaftSettings of(Consumer<Spec> spec) {
        Spec described = new Spec();
        spec.accept(described);
        return described.build();
    }

    /** What {@link #of} hands to its lambda; every method returns the same spec. */
    public static final class Spec {
        private String cluster = "";
        private String group = "main";
        private String node = "";
        private final SortedSet<NodeId> members = new TreeSet<>();
        private RaftTiming timing = RaftTiming.defaults();
        private @Nullable Duration diskStall;
        private RaftLimits limits = RaftLimits.defaults();
        private SnapshotPolicy snapshots = SnapshotPolicy.defaults();
        private SessionPolicy sessions = SessionPolicy.defaults();
        private boolean forwarding = true;
        private int digestEntryCount = 10_000;

        private Spec() {}

        /** Names the cluster. */
        public Spec cluster(String name) {
            this.cluster = name;
            return this;
        }

        /** Names the consensus group; change it only when one cluster runs several. */
        public Spec group(String name) {
            this.group = name;
            return this;
        }

        /** Names this node. */
        public Spec node(String name) {
            this.node = name;
            return this;
        }

        /** Adds founding members; this node must be among them. */
        public Spec members(String... names) {
            for (String name : names) {
                members.add(NodeId.of(name));
            }
            return this;
        }

        /** Sets election timeout and heartbeat; longer for wide-area networks, shorter for faster fail-over. */
        public Spec timing(Duration heartbeat, Duration electionTimeoutMin, Duration electionTimeoutMax) {
            this.timing = new RaftTiming(heartbeat, electionTimeoutMin, electionTimeoutMax);
            return this;
        }

        /** Sets how long a write may get no further before the node does not lead any more; default 3 s. */
        public Spec diskStall(Duration stall) {
            this.diskStall = stall;
            return this;
        }

        /** Sets what may queue, travel and wait; see {@link RaftLimits}. */
        public Spec limits(RaftLimits newLimits) {
            this.limits = newLimits;
            return this;
        }

        /** Sets when the log is replaced by a snapshot of the state; see {@link SnapshotPolicy}. */
        public Spec snapshots(SnapshotPolicy policy) {
            this.snapshots = policy;
            return this;
        }

        /** Sets how commands are kept from being executed twice; see {@link SessionPolicy}. */
        public Spec sessions(SessionPolicy policy) {
            this.sessions = policy;
            return this;
        }

        /** Sets whether a follower passes commands on to the leader; default true. */
        public Spec forwarding(boolean enabled) {
            this.forwarding = enabled;
            return this;
        }

        /** Sets after how many entries each time replicas compare digests of their states, 0 for never. */
        public Spec digests(int entryCount) {
            this.digestEntryCount = entryCount;
            return this;
        }

        private RaftSettings build() {
            RaftTiming whole = diskStall == null ? timing : timing.withDiskStall(diskStall);
            return new RaftSettings(
                    cluster,
                    group,
                    NodeId.of(node),
                    members,
                    whole,
                    limits,
                    snapshots,
                    sessions,
                    forwarding,
                    digestEntryCount);
        }
    }
}

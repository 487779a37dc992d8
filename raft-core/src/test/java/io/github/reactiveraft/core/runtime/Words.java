package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.api.spi.StorageIdentity;
import io.github.reactiveraft.core.protocol.LogTerms;
import io.github.reactiveraft.core.protocol.RaftView;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Short words for what tests talk about. The node under test is n1; nK has incarnation K. */
final class Words {

    static final NodeId N1 = NodeId.of("n1");
    static final NodeId N2 = NodeId.of("n2");
    static final NodeId N3 = NodeId.of("n3");
    static final Duration HEARTBEAT = Duration.ofMillis(100);
    static final Duration MIN = Duration.ofMillis(500);
    static final Duration MAX = Duration.ofSeconds(1);
    /** What a command of these tests takes in the log. */
    static final int ENTRY = EntryBatch.ENTRY_OVERHEAD + Long.BYTES;

    /** The members that n1 has met, as {@link #sender} names them. */
    static final SortedMap<NodeId, Incarnation> MET =
            new TreeMap<>(Map.of(N2, sender(N2).incarnation(), N3, sender(N3).incarnation()));

    private Words() {}

    static RaftSettings settings(RaftLimits limits, String node, String... members) {
        return settings(limits, SnapshotPolicy.defaults(), node, members);
    }

    static RaftSettings settings(RaftLimits limits, SnapshotPolicy snapshots, String node, String... members) {
        return settings(spec -> spec.limits(limits).snapshots(snapshots), node, members);
    }

    static RaftSettings settings(Consumer<RaftSettings.Spec> more, String node, String... members) {
        return RaftSettings.of(spec ->
                more.accept(spec.cluster("test").node(node).members(members).timing(HEARTBEAT, MIN, MAX)));
    }

    static Membership members(NodeId... nodes) {
        return new Membership(new TreeSet<>(List.of(nodes)));
    }

    static Sender sender(NodeId node) {
        return new Sender(node, Incarnation.of(Long.parseLong(node.value().substring(1))));
    }

    static StorageIdentity identity() {
        return new StorageIdentity("test", "main", N1, members(N1, N2, N3), 1, 1024 * 1024);
    }

    /** n1 of three, in term 7 and epoch 4, with a log of only this term. */
    static RaftView view(Role role, @Nullable NodeId leader, long lastIndex) {
        return view(role, leader, lastIndex, lastIndex);
    }

    static RaftView view(Role role, @Nullable NodeId leader, long lastIndex, long commitIndex) {
        LogTerms log = lastIndex == 0 ? LogTerms.EMPTY : new LogTerms(List.of(new TermRun(1, 7)), lastIndex);
        return new RaftView(
                N1, role, 4, 7, leader, members(N1, N2, N3), log, lastIndex, commitIndex, MET, 0, false, EntryId.NONE);
    }

    static RaftView leader(long lastIndex) {
        return view(Role.LEADER, N1, lastIndex);
    }

    /** The leader's view of a log that starts behind an entry of term 7. */
    static RaftView leaderBehind(long baseIndex, long lastIndex) {
        EntryId base = new EntryId(7, baseIndex);
        List<TermRun> runs = lastIndex == baseIndex ? List.of() : List.of(new TermRun(baseIndex + 1, 7));
        LogTerms log = new LogTerms(base, runs, lastIndex);
        return new RaftView(
                N1, Role.LEADER, 4, 7, N1, members(N1, N2, N3), log, lastIndex, lastIndex, MET, 0, false, EntryId.NONE);
    }

    /** A snapshot up to an entry of {@link #entries}. */
    static SnapshotMeta snapshot(long index) {
        return new SnapshotMeta(new EntryId(7, index), index * 1000, members(N1, N2, N3));
    }

    static Proposal command(long value) {
        return Proposal.command(
                Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(value).array()));
    }

    /** Commands of term 7, each saying its own index, logged at a thousand times that. */
    static EntryBatch entries(long first, long last) {
        return entries(7, first, last);
    }

    static EntryBatch entries(long term, long first, long last) {
        List<EntryBatch> single = new ArrayList<>();
        for (long index = first; index <= last; index++) {
            single.add(EntryBatch.encode(index, term, index * 1000, List.of(command(index))));
        }
        return EntryBatch.join(single);
    }

    static EntryBatch noop(long index) {
        return EntryBatch.encode(index, 7, index * 1000, List.of(Proposal.noop()));
    }

    static List<Long> valuesOf(List<Proposal> proposals) {
        return proposals.stream()
                .map(proposal -> proposal.payload().buffer().getLong())
                .toList();
    }
}

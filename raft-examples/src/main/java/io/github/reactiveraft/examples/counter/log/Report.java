package io.github.reactiveraft.examples.counter.log;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.core.storage.InspectedIdentity;
import io.github.reactiveraft.core.storage.InspectedSegment;
import io.github.reactiveraft.core.storage.InspectedSnapshot;
import io.github.reactiveraft.core.storage.StorageFinding;
import io.github.reactiveraft.core.storage.StorageInspection;
import io.github.reactiveraft.core.storage.StorageVerdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What verify finds, as JSON; indexes are 0 and names are null where there is nothing to say. */
record Report(
        String directory,
        StorageVerdict verdict,
        @Nullable Identity identity,
        @Nullable Long term,
        @Nullable String votedFor,
        List<Snapshot> snapshots,
        long baseIndex,
        long baseTerm,
        long firstIndex,
        long lastIndex,
        long entryCount,
        List<TermRun> termRuns,
        List<InspectedSegment> segments,
        List<StorageFinding> findings,
        @Nullable EntryId lastKnown) {

    record Identity(String cluster, String group, String node, String incarnation, List<String> founders) {

        static Identity of(InspectedIdentity identity) {
            return new Identity(
                    identity.cluster(),
                    identity.group(),
                    identity.node().value(),
                    Long.toHexString(identity.incarnation()),
                    identity.founders().voters().stream().map(NodeId::value).toList());
        }
    }

    record Snapshot(
            String file,
            long term,
            long index,
            @Nullable String time,
            List<String> members,
            long byteCount,
            boolean sound) {

        static Snapshot of(InspectedSnapshot snapshot) {
            SnapshotMeta meta = snapshot.meta();
            return new Snapshot(
                    snapshot.file(),
                    snapshot.lastIncluded().term(),
                    snapshot.lastIncluded().index(),
                    meta == null ? null : Instant.ofEpochMilli(meta.timestamp()).toString(),
                    meta == null
                            ? List.of()
                            : meta.membership().voters().stream()
                                    .map(NodeId::value)
                                    .toList(),
                    snapshot.byteCount(),
                    snapshot.isSound());
        }
    }

    static Report of(StorageInspection inspection) {
        InspectedIdentity identity = inspection.identity();
        HardState state = inspection.state();
        NodeId votedFor = state == null ? null : state.votedFor();
        return new Report(
                inspection.directory(),
                inspection.verdict(),
                identity == null ? null : Identity.of(identity),
                state == null ? null : state.term(),
                votedFor == null ? null : votedFor.value(),
                inspection.snapshots().stream().map(Snapshot::of).toList(),
                inspection.log().baseIndex(),
                inspection.log().baseTerm(),
                inspection.log().firstIndex(),
                inspection.log().lastIndex(),
                inspection.log().entryCount(),
                inspection.log().termRuns(),
                inspection.log().segments(),
                inspection.findings(),
                inspection.log().lastKnown().equals(EntryId.NONE)
                        ? null
                        : inspection.log().lastKnown());
    }
}

package io.github.reactiveraft.examples.counter.log;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.core.storage.InspectedIdentity;
import io.github.reactiveraft.core.storage.InspectedLog;
import io.github.reactiveraft.core.storage.InspectedSegment;
import io.github.reactiveraft.core.storage.InspectedSnapshot;
import io.github.reactiveraft.core.storage.StorageFinding;
import io.github.reactiveraft.core.storage.StorageInspection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What verify finds, for people: the verdict last, where the terminal stops. */
record ReportText(StorageInspection inspection) {

    /** Of a log with thousands of elections, the last ones are enough. */
    private static final int TERM_COUNT = 10;

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("directory  " + inspection.directory());
        lines.add("identity   " + identity());
        lines.add("state      " + state());
        inspection.snapshots().forEach(snapshot -> lines.add("snapshot   " + snapshot(snapshot)));
        lines.add("log        " + log());
        lines.add("terms      " + terms());
        inspection.log().segments().forEach(segment -> lines.add("segment    " + segment(segment)));
        inspection.findings().forEach(finding -> lines.add("found      " + finding(finding)));
        lines.add("verdict    " + verdict());
        return lines;
    }

    private String identity() {
        InspectedIdentity identity = inspection.identity();
        return identity == null
                ? "none"
                : "node " + identity.node() + " of cluster " + identity.cluster() + ", group " + identity.group()
                        + ", incarnation " + Long.toHexString(identity.incarnation()) + ", founded by "
                        + identity.founders().voters();
    }

    private String state() {
        HardState state = inspection.state();
        if (state == null) {
            return "none";
        }
        return "term " + state.term() + ", " + (state.votedFor() == null ? "no vote" : "voted for " + state.votedFor());
    }

    private String log() {
        InspectedLog log = inspection.log();
        String entries = log.lastIndex() == log.baseIndex()
                ? "no entries"
                : log.entryCount() + " entries, from index " + log.firstIndex() + " up to " + log.lastIndex();
        String behind = log.baseIndex() == 0 ? "" : ", behind index " + log.baseIndex() + " of term " + log.baseTerm();
        return entries + behind + lastKnown(log);
    }

    private static String lastKnown(InspectedLog log) {
        if (log.lastKnown().equals(EntryId.NONE)) {
            return "";
        }
        return log.lastKnown().index() == Long.MAX_VALUE
                ? ", known to have had entries up to term " + log.lastKnown().term()
                : ", known to have had entry " + log.lastKnown().index() + " of term "
                        + log.lastKnown().term();
    }

    private static String snapshot(InspectedSnapshot snapshot) {
        SnapshotMeta meta = snapshot.meta();
        return String.format(
                Locale.ROOT,
                "%s: up to index %d of term %d%s, %d bytes, %s",
                snapshot.file(),
                snapshot.lastIncluded().index(),
                snapshot.lastIncluded().term(),
                meta == null ? "" : " at " + Instant.ofEpochMilli(meta.timestamp()),
                snapshot.byteCount(),
                snapshot.isSound() ? "sound" : "damaged");
    }

    private String terms() {
        List<TermRun> runs = inspection.log().termRuns();
        int first = Math.max(0, runs.size() - TERM_COUNT);
        StringBuilder text = new StringBuilder(first > 0 ? "(" + first + " before) " : "");
        for (TermRun run : runs.subList(first, runs.size())) {
            text.append(run.term()).append(" from ").append(run.firstIndex()).append(", ");
        }
        return runs.isEmpty() ? "none" : text.substring(0, text.length() - 2);
    }

    private static String segment(InspectedSegment segment) {
        String entries = segment.firstIndex() == 0
                ? "no entries"
                : "entries " + segment.firstIndex() + " to " + segment.lastIndex();
        return String.format(
                Locale.ROOT,
                "%s: %s, %d of %d bytes used",
                segment.file(),
                entries,
                segment.usedBytes(),
                segment.byteCount());
    }

    private static String finding(StorageFinding finding) {
        String place = finding.byteCount() == 0
                ? ""
                : ", bytes " + finding.offset() + " to " + (finding.offset() + finding.byteCount() - 1);
        return finding.verdict() + " " + finding.file() + place + ": " + finding.what() + lost(finding);
    }

    private static String lost(StorageFinding finding) {
        if (finding.firstIndex() == 0) {
            return "";
        }
        return finding.lastIndex() == 0
                ? "; entries from " + finding.firstIndex() + " on may be lost"
                : "; entries " + finding.firstIndex() + " to " + finding.lastIndex() + " are lost";
    }

    private String verdict() {
        return switch (inspection.verdict()) {
            case CLEAN -> "CLEAN: a node starts from it";
            case TORN_TAIL -> "TORN_TAIL: a node starts from it and drops a last write that nobody was told of";
            case DOUBTFUL -> "DOUBTFUL: a node starts from it and fetches from others what it lacks";
            case CORRUPT -> "CORRUPT: a node refuses to start from it, or stops as soon as it restores its state";
            case UNUSABLE -> "UNUSABLE: no node of this release can start from it";
        };
    }
}

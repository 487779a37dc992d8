package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.api.spi.LogWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a node's disk would hand back if its power failed at this instant. */
public final class DiskImage {

    private @Nullable Incarnation incarnation;
    private HardState hardState = HardState.INITIAL;
    private final PrefixLog committed;
    private final PrefixLog log = new PrefixLog();
    private @Nullable SnapshotMeta snapshot;
    /** Those that were in force before it. */
    private final List<SnapshotMeta> olderSnapshots = new ArrayList<>();

    private final SortedMap<Long, NodeId> votes = new TreeMap<>();
    /** The logs that damage cost entries of, as long as the node claims them. */
    private final List<PrefixLog> claimed = new ArrayList<>();

    private EntryId claim = EntryId.NONE;
    private boolean isDamaged;

    /** An empty disk; what a snapshot stands for is looked up in the committed log, which goes on growing. */
    public DiskImage(PrefixLog committed) {
        this.committed = committed;
    }

    /** What this disk's data is recognised by, in the latest start from it; empty before the first one. */
    public Optional<Incarnation> incarnation() {
        return Optional.ofNullable(incarnation);
    }

    /** Term, vote and known incarnations. */
    public HardState hardState() {
        return hardState;
    }

    /** The log, what a snapshot stands for included. */
    public PrefixLog log() {
        return log;
    }

    /** How many bytes of entries count beside the snapshot: those behind its last one, or all if there is none. */
    public long liveByteCount() {
        long covered = snapshot == null ? 0 : snapshot.index();
        return log.last().byteCount() - log.at(covered).byteCount();
    }

    /** The newest snapshot in force; empty if there never was one. */
    public Optional<SnapshotMeta> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    /** Who had this node's vote in a term on disk, even if the disk has moved on to a later term; null for nobody. */
    public @Nullable NodeId voteIn(long term) {
        return votes.get(term);
    }

    /** Takes note of a write that is durable now. */
    public void onWrite(LogWrite write) {
        HardState newer = write.hardState();
        if (newer != null) {
            hardState = newer;
            NodeId vote = newer.votedFor();
            if (vote != null) {
                votes.put(newer.term(), vote);
            }
        }
        SnapshotAdoption adoption = write.adoption();
        if (adoption != null) {
            if (snapshot != null) {
                olderSnapshots.add(snapshot);
            }
            snapshot = adoption.snapshot();
            if (adoption.isReset()) {
                log.become(committed, adoption.snapshot().index());
            }
        }
        if (write.truncateFrom() > 0) {
            log.truncateFrom(write.truncateFrom());
        }
        log.append(write.entries());
        meetClaim();
    }

    /** From now on the disk may hand back less. */
    void onDamaged() {
        isDamaged = true;
    }

    /**
     * Whether the node answers for this entry and all before it: it has them, or damage cost them and it claims them still, so
     * that it helps nobody who lacks them.
     */
    boolean answersFor(LogPoint point) {
        return log.has(point) || claimed.stream().anyMatch(lost -> lost.has(point));
    }

    /**
     * A storage said that damage cost it entries.
     *
     * @param left those that it has, behind the base
     * @throws Violation if it claims less than it had, or does not have the rest
     */
    public void onDoubtful(NodeId node, Recovered recovered, EntryBatch left) {
        Violation.unless(isDamaged, "A sound disk is not doubted", () -> node + " read " + recovered);
        Violation.unless(
                recovered.lastKnown().compareTo(log.last().id()) >= 0
                        && recovered.lastKnown().compareTo(claim) >= 0
                        && recovered.hardState().equals(hardState)
                        && wasInForce(recovered.snapshot()),
                "A damaged disk claims what was written to it",
                () -> node + " held " + hardState + " and the log " + termRuns(log, 0) + " up to " + log.lastIndex()
                        + " with the snapshot " + snapshot + " and claimed " + claim + ", but read " + recovered);
        started(node, recovered);
        goBackTo(recovered.snapshot());
        PrefixLog lost = new PrefixLog();
        lost.become(log);
        claimed.add(lost);
        claim = recovered.lastKnown();
        log.become(committed, recovered.base().index());
        log.append(left);
    }

    /**
     * What passed for damaged at a start may be read as it was written at the next one: then a log counts again that was
     * claimed only.
     */
    void recall(Recovered recovered) {
        if (!equalTo(recovered)) {
            claimed.stream()
                    .filter(lost -> isEqual(lost, recovered))
                    .findFirst()
                    .ifPresent(lost -> {
                        log.become(lost);
                        meetClaim();
                    });
        }
    }

    /** A leader told that nothing is lacking; what was claimed has to be on the disks of a majority without that, or uncommitted. */
    void onSettled() {
        claim = EntryId.NONE;
        claimed.clear();
    }

    private void meetClaim() {
        if (log.last().id().compareTo(claim) >= 0) {
            claim = EntryId.NONE;
            claimed.clear();
        }
    }

    /** Whether a snapshot is the newest one, or may be put in its place because that was damaged. */
    private boolean wasInForce(@Nullable SnapshotMeta other) {
        return Objects.equals(other, snapshot) || (isDamaged && (other == null || olderSnapshots.contains(other)));
    }

    private void goBackTo(@Nullable SnapshotMeta found) {
        if (!Objects.equals(found, snapshot)) {
            int at = olderSnapshots.indexOf(found);
            olderSnapshots.subList(Math.max(0, at), olderSnapshots.size()).clear();
            snapshot = found;
        }
    }

    /**
     * Compares what a storage read back with what it had said to be durable.
     *
     * @throws Violation if anything is missing, or too much
     */
    public void onRecovered(NodeId node, Recovered recovered) {
        Violation.unless(
                equalTo(recovered),
                "A disk gives back what was written to it",
                () -> node + " holds " + hardState + " and the log " + termRuns(log, 0) + " up to " + log.lastIndex()
                        + " with the snapshot " + snapshot + ", but read " + recovered);
        Violation.unless(
                claim.equals(EntryId.NONE),
                "A claim lasts until it is met",
                () -> node + " claimed " + claim + ", but read " + recovered);
        started(node, recovered);
        goBackTo(recovered.snapshot());
    }

    private void started(NodeId node, Recovered recovered) {
        Incarnation before = incarnation;
        Violation.unless(
                before == null || recovered.incarnation().continues(before),
                "A start continues the one before",
                () -> node + " was " + before + " and now is " + recovered.incarnation());
        incarnation = recovered.incarnation();
    }

    /** Whether a storage read back just this. */
    boolean equalTo(Recovered recovered) {
        return isEqual(log, recovered);
    }

    private boolean isEqual(PrefixLog held, Recovered recovered) {
        SnapshotMeta found = recovered.snapshot();
        return recovered.lastIndex() == held.lastIndex()
                && recovered.hardState().equals(hardState)
                && wasInForce(found)
                && held.at(recovered.base().index()).id().equals(recovered.base())
                && recovered.base().index() <= (found == null ? 0 : found.index())
                && recovered.termRuns().equals(termRuns(held, recovered.base().index()));
    }

    /** Where terms start behind a base. */
    private static List<TermRun> termRuns(PrefixLog log, long base) {
        List<TermRun> runs = new ArrayList<>();
        for (long index = base + 1; index <= log.lastIndex(); index++) {
            if (index == base + 1 || log.termAt(index) != log.termAt(index - 1)) {
                runs.add(new TermRun(index, log.termAt(index)));
            }
        }
        return runs;
    }
}

package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.core.protocol.Effect;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All rules together, told what happens in a cluster. Throws a {@link Violation} at the step that breaks one; nothing is
 * to be told to it after that. Single-threaded.
 */
public final class SafetyChecks {

    private final ElectionSafety electionSafety = new ElectionSafety();
    private final OneVotePerTerm oneVotePerTerm = new OneVotePerTerm();
    private final TermMonotone termMonotone = new TermMonotone();
    private final LeaderAppendOnly leaderAppendOnly = new LeaderAppendOnly();
    private final LogMatching logMatching = new LogMatching();
    private final PointerOrder pointerOrder = new PointerOrder();
    private final AckDurability ackDurability = new AckDurability();
    private final CommitMonotone commitMonotone = new CommitMonotone();
    private final CommittedLog committedLog = new CommittedLog();
    private final SnapshotOrder snapshotOrder = new SnapshotOrder(committedLog.log());
    private final ApplyOrder applyOrder = new ApplyOrder(committedLog.log());
    private final SortedMap<NodeId, PendingDisk> disks = new TreeMap<>();
    /** Those in the disks, by name. Also of members that lost theirs: what they had acknowledged counts until then. */
    private final SortedMap<NodeId, DiskImage> images = new TreeMap<>();

    private final SortedSet<NodeId> lost = new TreeSet<>();
    private final CommitQuorum commitQuorum = new CommitQuorum(images);
    private final SortedMap<NodeId, Memory> memories = new TreeMap<>();
    /** The latest term in which something was committed, 0 for none. */
    private long commitTerm;

    /** A node's log as it wants it to be, and what it showed last. */
    private static final class Memory {
        private final PrefixLog log = new PrefixLog();
        private @Nullable RaftView view;
        /** The latest term that it led in this life, 0 for none. */
        private long ledTerm;
    }

    /** Watches these members, all of them voters. */
    public SafetyChecks(Collection<NodeId> members) {
        for (NodeId member : members) {
            PendingDisk disk = new PendingDisk(committedLog.log());
            disks.put(member, disk);
            images.put(member, disk.image());
            memories.put(member, new Memory());
        }
    }

    /** What is committed so far. */
    public PrefixLog committed() {
        return committedLog.log();
    }

    /** What a node's disk would hand back now. */
    public DiskImage disk(NodeId node) {
        return pending(node).image();
    }

    private PendingDisk pending(NodeId node) {
        PendingDisk disk = disks.get(node);
        if (disk == null) {
            throw new IllegalArgumentException(node + " is not one of the members " + disks.keySet());
        }
        return disk;
    }

    /** How often a node gave up its log for a snapshot of another. */
    public long takenOverCount() {
        return snapshotOrder.takenOverCount();
    }

    /** How many commands are executed up to an index, which is committed: a state as of it stands for so many. */
    public long executedUpTo(long index) {
        return applyOrder.executedUpTo(index);
    }

    /** The application index of a command at a log index of this node's log, as it wants it to be. */
    public long applicationIndex(NodeId node, long index) {
        return memory(node).log.at(index).commandCount();
    }

    /** A node starts with what its disk holds and nothing else. */
    public void onRecovered(NodeId node, Recovered recovered) {
        onRecovered(node, recovered, EntryBatch.empty());
    }

    /** The same, with the entries that are left if damage cost the log some. */
    public void onRecovered(NodeId node, Recovered recovered, EntryBatch left) {
        pending(node).onRecovered(node, recovered, left);
        onDisks();
        Memory fresh = new Memory();
        fresh.log.become(disk(node).log());
        memories.put(node, fresh);
        commitMonotone.onStart(node);
        applyOrder.onStart(node);
    }

    /** A node begins to write: from now on its disk may hold some of it. */
    public void onWriting(NodeId node, List<LogWrite> writes) {
        pending(node).begin(writes);
    }

    /** What a node began to write last survives a power cut from now on. */
    public void onWritten(NodeId node) {
        if (pending(node).end()) {
            onDisks();
        }
    }

    /** A write of a node survives a power cut from now on. */
    public void onDurable(NodeId node, LogWrite write) {
        onWriting(node, List.of(write));
        onWritten(node);
    }

    /** Bytes of a member's log were damaged, so that it may come back without all of it, and say so. */
    public void onDamaged(NodeId node) {
        disk(node).onDamaged();
    }

    /** A member that was in doubt is about to withdraw its claim to more than its log holds. */
    public void onSettled(NodeId node) {
        disk(node).onSettled();
        onDisks();
    }

    /**
     * A member's disk is gone, or cannot be trusted any more. What it held counts for nothing from now on, but neither
     * can the member help anybody to an office: it must not be told anything about from now on.
     */
    public void onLost(NodeId node) {
        lost.add(node);
        onDisks();
    }

    /** Whether a member's disk was lost. */
    public boolean isLost(NodeId node) {
        return lost.contains(node);
    }

    private void onDisks() {
        List<DiskImage> trusted = images.entrySet().stream()
                .filter(image -> !isLost(image.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        committedLog.onDisks(trusted, images.size());
    }

    /** A node's core took a step; none of its effects has been carried out yet. */
    public void onStep(NodeId node, List<Effect> effects, RaftView view) {
        Memory memory = memory(node);
        RaftView before = memory.view;
        boolean isLeader = view.role() == Role.LEADER;
        boolean wasLeader =
                isLeader && before != null && before.role() == Role.LEADER && before.epoch() == view.epoch();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Persist write) {
                if (wasLeader) {
                    SnapshotAdoption adoption = write.adoption();
                    boolean isReset = adoption != null && adoption.isReset();
                    leaderAppendOnly.onWrite(node, view.term(), isReset ? 1 : write.truncateFrom());
                }
                onWrite(node, memory.log, write);
            }
        }
        DiskImage disk = disk(node);
        termMonotone.onTerm(node, view.term(), disk);
        termMonotone.onView(node, view.term());
        logMatching.onView(node, view.log().lastEntry(), memory.log);
        pointerOrder.onView(node, view.commitIndex(), view.durableIndex(), memory.log, disk);
        commitMonotone.onCommit(node, view.commitIndex());
        if (isLeader && !wasLeader) {
            memory.ledTerm = view.term();
            electionSafety.onLeader(node, view.term());
            // One that hears of its election late need not have what leaders after it committed; nor can it commit.
            if (view.term() >= commitTerm) {
                committedLog.onLeader(node, memory.log);
            }
        }
        if (view.commitIndex() > (before == null ? 0 : before.commitIndex())) {
            onCommit(node, memory, view, wasLeader);
        }
        memory.view = view;
    }

    private void onWrite(NodeId node, PrefixLog log, Effect.Persist write) {
        SnapshotAdoption adoption = write.adoption();
        if (adoption != null) {
            snapshotOrder.onAdoption(node, adoption, log);
            if (adoption.isReset()) {
                log.become(committed(), adoption.snapshot().index());
            }
        }
        if (write.truncateFrom() > 0) {
            log.truncateFrom(write.truncateFrom());
        }
        long last = log.lastIndex();
        log.append(write.entries());
        for (long index = last + 1; index <= log.lastIndex(); index++) {
            logMatching.onEntry(node, log.at(index));
        }
    }

    /**
     * Leaders commit, the others learn of it. One that led may be the first to commit though it leads no more: a majority
     * held the entry before, and its own disk is the last to have it.
     */
    private void onCommit(NodeId node, Memory memory, RaftView view, boolean isLeader) {
        long index = view.commitIndex();
        boolean isLate = index > committed().lastIndex() && memory.ledTerm > 0;
        if (isLeader || isLate) {
            commitQuorum.onCommit(node, memory.ledTerm, memory.log, index, view.membership());
            committedLog.onLeaderCommit(node, memory.log, index);
            commitTerm = Math.max(commitTerm, memory.ledTerm);
            onDisks();
        } else {
            committedLog.onFollowerCommit(node, memory.log, index);
        }
    }

    /** A request leaves a node. */
    public void onRequest(NodeId from, RaftRequest request) {
        if (request instanceof RaftRequest.RequestVote ballot) {
            termMonotone.onTerm(from, ballot.term(), disk(from));
            oneVotePerTerm.onVote(from, ballot.term(), ballot.candidate(), disk(from));
        } else if (request instanceof RaftRequest.AppendEntries append) {
            termMonotone.onTerm(from, append.term(), disk(from));
            electionSafety.onLeader(append.leader(), append.term());
        } else if (request instanceof RaftRequest.InstallSnapshot install) {
            termMonotone.onTerm(from, install.term(), disk(from));
            electionSafety.onLeader(install.leader(), install.term());
        }
    }

    /** A reply leaves a node. */
    public void onReply(NodeId from, RaftRequest request, RaftResponse response) {
        DiskImage disk = disk(from);
        if (response instanceof RaftResponse.VoteReply vote) {
            termMonotone.onTerm(from, vote.term(), disk);
            if (vote.isGranted() && request instanceof RaftRequest.RequestVote ballot) {
                oneVotePerTerm.onVote(from, ballot.term(), ballot.candidate(), disk);
            }
        } else if (response instanceof RaftResponse.PreVoteReply vote) {
            termMonotone.onTerm(from, vote.term(), disk);
        } else if (response instanceof RaftResponse.AppendRejected rejected) {
            termMonotone.onTerm(from, rejected.term(), disk);
        } else if (response instanceof RaftResponse.Appended answer) {
            termMonotone.onTerm(from, answer.term(), disk);
            if (request instanceof RaftRequest.AppendEntries append) {
                ackDurability.onAppended(from, append, answer, disk);
            } else if (request instanceof RaftRequest.InstallSnapshot install) {
                ackDurability.onInstalled(from, install, answer, disk);
            }
        } else if (response instanceof RaftResponse.SnapshotWanted wanted) {
            termMonotone.onTerm(from, wanted.term(), disk);
        } else if (response instanceof RaftResponse.Status status) {
            termMonotone.onTerm(from, status.term(), disk);
        }
    }

    /** A node's state machine is given a command, whose encoding has this fingerprint; answers its application index. */
    public long onApplied(NodeId node, EntryId id, long payload) {
        return applyOrder.onApplied(node, id, payload);
    }

    /** A node's state becomes that of a snapshot; answers how many commands that stands for. */
    public long onRestored(NodeId node, SnapshotMeta snapshot) {
        return applyOrder.onRestored(node, snapshot.lastIncluded());
    }

    private Memory memory(NodeId node) {
        Memory memory = memories.get(node);
        if (memory == null) {
            throw new IllegalArgumentException(node + " is not one of the members " + memories.keySet());
        }
        return memory;
    }
}

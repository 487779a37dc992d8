package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.core.protocol.Effect;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
    private final ApplyOrder applyOrder = new ApplyOrder(committedLog.log());
    private final SortedMap<NodeId, DiskImage> disks = new TreeMap<>();
    private final CommitQuorum commitQuorum = new CommitQuorum(disks);
    private final SortedMap<NodeId, Memory> memories = new TreeMap<>();

    /** A node's log as it wants it to be, and what it showed last. */
    private static final class Memory {
        private final PrefixLog log = new PrefixLog();
        private @Nullable RaftView view;
    }

    /** Watches these members, all of them voters. */
    public SafetyChecks(Collection<NodeId> members) {
        for (NodeId member : members) {
            disks.put(member, new DiskImage());
            memories.put(member, new Memory());
        }
    }

    /** What is committed so far. */
    public PrefixLog committed() {
        return committedLog.log();
    }

    /** What a node's disk would hand back now. */
    public DiskImage disk(NodeId node) {
        DiskImage disk = disks.get(node);
        if (disk == null) {
            throw new IllegalArgumentException(node + " is not one of the members " + disks.keySet());
        }
        return disk;
    }

    /** The application index of a command at a log index of this node's log, as it wants it to be. */
    public long applicationIndex(NodeId node, long index) {
        return memory(node).log.at(index).commandCount();
    }

    /** A node starts with what its disk holds and nothing else. */
    public void onRecovered(NodeId node, Recovered recovered) {
        disk(node).onRecovered(node, recovered);
        Memory fresh = new Memory();
        fresh.log.become(disk(node).log());
        memories.put(node, fresh);
        commitMonotone.onStart(node);
        applyOrder.onStart(node);
    }

    /** A write of a node survives a power cut from now on. */
    public void onDurable(NodeId node, LogWrite write) {
        disk(node).onWrite(write);
        if (write.truncateFrom() > 0) {
            committedLog.onDisks(disks.values());
        }
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
                    leaderAppendOnly.onWrite(node, view.term(), write.truncateFrom());
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
            electionSafety.onLeader(node, view.term());
            committedLog.onLeader(node, memory.log);
        }
        if (view.commitIndex() > (before == null ? 0 : before.commitIndex())) {
            onCommit(node, memory.log, view, wasLeader);
        }
        memory.view = view;
    }

    private void onWrite(NodeId node, PrefixLog log, Effect.Persist write) {
        if (write.truncateFrom() > 0) {
            log.truncateFrom(write.truncateFrom());
        }
        long last = log.lastIndex();
        log.append(write.entries());
        for (long index = last + 1; index <= log.lastIndex(); index++) {
            logMatching.onEntry(node, log.at(index));
        }
    }

    private void onCommit(NodeId node, PrefixLog log, RaftView view, boolean isLeader) {
        if (isLeader) {
            commitQuorum.onCommit(node, view.term(), log, view.commitIndex(), view.membership());
            committedLog.onLeaderCommit(node, log, view.commitIndex());
            committedLog.onDisks(disks.values());
        } else {
            committedLog.onFollowerCommit(node, log, view.commitIndex());
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
            }
        } else if (response instanceof RaftResponse.Status status) {
            termMonotone.onTerm(from, status.term(), disk);
        }
    }

    /** A node's state machine is given a command, whose encoding has this fingerprint; answers its application index. */
    public long onApplied(NodeId node, EntryId id, long payload) {
        return applyOrder.onApplied(node, id, payload);
    }

    private Memory memory(NodeId node) {
        Memory memory = memories.get(node);
        if (memory == null) {
            throw new IllegalArgumentException(node + " is not one of the members " + memories.keySet());
        }
        return memory;
    }
}

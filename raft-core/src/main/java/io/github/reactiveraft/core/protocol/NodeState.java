package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.RaftRequest.TimeoutNow;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the rules decide on and change (figure 2, state): the part of {@link RaftCore} that they share. It runs ahead of
 * the disk; {@link #view} and {@link Outbox} see to it that nobody can tell.
 */
final class NodeState {

    private final NodeId self;
    private final Membership membership;
    private final Quorum quorum;
    private final PendingWrites writes;
    private final Commitment commitment;
    private final ReadRounds rounds = new ReadRounds();
    private final Handover handover = new Handover();
    private final Outbox outbox = new Outbox();

    private HardState hardState;
    private boolean isHardStateChanged;
    private LogTerms log;
    /** The last entry that the log had before damage cost it some, until it has as much again; otherwise none. */
    private EntryId lastKnown;

    private long lastTimestamp;

    private Role role = Role.FOLLOWER;
    /** The role entered last, which is the one that others see: a decided one may still wait for the disk. */
    private Role enteredRole = Role.FOLLOWER;

    private long epoch = 1;
    private boolean isEntered = true;
    /** Who leads, as far as this node trusts it. */
    private @Nullable NodeId leader;
    /** Who was seen to lead in this term, trusted or not: there is never a second one (§5.2). */
    private @Nullable NodeId leaderOfTerm;

    private boolean isContactFresh;
    /** Whether the candidacy is one that the leader before asked for. */
    private boolean isHandover;

    NodeState(NodeId self, Recovered recovered) {
        this.self = self;
        this.membership = recovered.membership();
        this.quorum = new Quorum(membership);
        this.hardState = recovered.hardState();
        this.log = new LogTerms(recovered.base(), recovered.termRuns(), recovered.lastIndex());
        this.lastKnown = recovered.lastKnown();
        SnapshotMeta snapshot = recovered.snapshot();
        this.commitment = new Commitment(snapshot == null ? 0 : snapshot.index());
        this.lastTimestamp = recovered.lastTimestamp();
        this.writes = new PendingWrites(hardState, log.lastIndex());
        Invariants.check(
                log.lastEntry().term() <= hardState.term(), "The log is ahead of the term", log.lastEntry(), hardState);
    }

    NodeId self() {
        return self;
    }

    Membership membership() {
        return membership;
    }

    Quorum quorum() {
        return quorum;
    }

    Commitment commitment() {
        return commitment;
    }

    Handover handover() {
        return handover;
    }

    ReadRounds rounds() {
        return rounds;
    }

    Outbox outbox() {
        return outbox;
    }

    HardState hardState() {
        return hardState;
    }

    HardState durableHardState() {
        return writes.durableHardState();
    }

    long term() {
        return hardState.term();
    }

    LogTerms log() {
        return log;
    }

    /**
     * Whether damage cost the log entries that this node perhaps acknowledged. They may be committed, and this node may be one of
     * the majority that makes them so; it must neither lead without them nor help one who lacks them.
     */
    boolean isDoubtful() {
        return !lastKnown.equals(EntryId.NONE);
    }

    /** How far the log reaches or is known to have reached: what a candidate's has to be as good as (§5.4.1). */
    EntryId lastKnownEntry() {
        EntryId last = log.lastEntry();
        return last.compareTo(lastKnown) >= 0 ? last : lastKnown;
    }

    long durableIndex() {
        return writes.durableIndex();
    }

    long lastTimestamp() {
        return lastTimestamp;
    }

    Role role() {
        return role;
    }

    long epoch() {
        return epoch;
    }

    boolean isEntered() {
        return isEntered;
    }

    /** Whether an event of a stay in a role belongs to the present one. */
    boolean isCurrent(long eventEpoch) {
        return isEntered && eventEpoch == epoch;
    }

    @Nullable
    NodeId leaderOfTerm() {
        return leaderOfTerm;
    }

    /** Whether the node believes in a leader too firmly to help another to its place (thesis §4.2.3). */
    boolean isSticky() {
        return role == Role.LEADER || (leader != null && isContactFresh);
    }

    /** Whether every reply may leave at once: nothing that it could follow from is still on its way to the disk. */
    boolean isHardStateDurable() {
        return !isHardStateChanged && writes.isHardStateDurable();
    }

    /** Whether term and vote, though perhaps not every incarnation, are on disk. */
    boolean isTermDurable() {
        HardState durable = writes.durableHardState();
        return durable.term() == hardState.term() && Objects.equals(durable.votedFor(), hardState.votedFor());
    }

    /** A later term, in which nobody is known to lead. */
    void startTerm(long term, @Nullable NodeId vote) {
        Invariants.check(term > term(), "Terms would fall", term(), term);
        hardState = hardState.inTerm(term, vote);
        isHardStateChanged = true;
        leaderOfTerm = null;
        forgetLeader();
    }

    /** Gives the vote of this term. */
    void vote(NodeId candidate) {
        Invariants.check(hardState.votedFor() == null, "A second vote in a term", hardState, candidate);
        hardState = hardState.inTerm(term(), candidate);
        isHardStateChanged = true;
    }

    void learnIncarnation(Sender sender) {
        hardState = hardState.knowing(sender.node(), sender.incarnation());
        isHardStateChanged = true;
    }

    void followLeader(NodeId node) {
        leader = node;
        leaderOfTerm = node;
        isContactFresh = true;
    }

    void lapseContact() {
        isContactFresh = false;
    }

    void forgetLeader() {
        leader = null;
        isContactFresh = false;
    }

    /** Begins a new stay in a role, entered now or later. */
    void stay(Role newRole, boolean isEnteredNow) {
        role = newRole;
        handover.end();
        isHandover = false;
        epoch++;
        isEntered = false;
        if (isEnteredNow) {
            markEntered();
        }
    }

    /** The candidacy that began is one that the leader asked for. */
    void markHandover() {
        isHandover = true;
    }

    void markEntered() {
        isEntered = true;
        enteredRole = role;
    }

    /** Appends entries to the log, after removing everything from an index on unless that is 0. */
    void replaceLog(long truncateFrom, EntryBatch entries) {
        if (truncateFrom > 0) {
            Invariants.check(role != Role.LEADER, "A leader would truncate its log", truncateFrom);
            Invariants.check(truncateFrom > commitment.knownIndex(), "A committed entry would go", truncateFrom);
            log = log.truncateFrom(truncateFrom);
            writes.forgetFrom(truncateFrom);
        }
        log = log.append(entries);
        if (!entries.isEmpty()) {
            lastTimestamp = entries.timestamp(entries.lastIndex());
        }
        outbox.write(truncateFrom, entries);
    }

    /** Takes over a snapshot whose last entry the log does not have: it starts anew behind it (§7). */
    void startBehind(SnapshotMeta snapshot) {
        EntryId last = snapshot.lastIncluded();
        Invariants.check(role != Role.LEADER, "A leader would give up its log", snapshot);
        Invariants.check(last.index() > commitment.knownIndex(), "A committed entry would go", snapshot);
        log = LogTerms.behind(last);
        lastTimestamp = snapshot.timestamp();
        writes.forgetFrom(commitment.commitIndex() + 1);
        commitment.learn(last.index());
        outbox.adopt(new SnapshotAdoption(snapshot, last, true));
    }

    /** Keeps only what follows an entry up to which a snapshot of this node's own state stands for the log (§7). */
    void compact(SnapshotMeta snapshot, long baseIndex) {
        Invariants.check(snapshot.index() <= commitment.commitIndex(), "A snapshot of what is not committed", snapshot);
        Invariants.check(LogMatching.contains(log, snapshot.lastIncluded()), "Not of this log", snapshot, log);
        log = log.startBehind(baseIndex);
        outbox.adopt(new SnapshotAdoption(snapshot, log.base(), false));
    }

    void reply(long rpcId, RaftResponse response) {
        outbox.reply(rpcId, response);
    }

    void persisted(long writeId) {
        writes.persisted(writeId);
        settleDoubt();
    }

    /** The log lacks nothing behind an entry. */
    void boundDoubt(EntryId last) {
        if (last.compareTo(lastKnown) < 0) {
            lastKnown = last;
        }
        settleDoubt();
    }

    private void settleDoubt() {
        if (isDoubtful() && durableEntry().compareTo(lastKnown) >= 0) {
            lastKnown = EntryId.NONE;
        }
    }

    private EntryId durableEntry() {
        long index = writes.durableIndex();
        return index < log.base().index() ? EntryId.NONE : log.idAt(index);
    }

    /** Ends a step: settles what is committed, and hands out the effects. */
    List<Effect> drain() {
        if (commitment.settle(writes.durableIndex())) {
            outbox.add(new Effect.Commit(commitment.commitIndex()));
        }
        handOverIfDue();
        List<Effect> effects = outbox.drain(isHardStateChanged ? hardState : null, log.lastIndex(), writes);
        isHardStateChanged = false;
        return effects;
    }

    /** Asks the successor to stand once it has everything, and all is committed, so that no client is left in doubt. */
    private void handOverIfDue() {
        NodeId successor = handover.due(commitment, log.lastIndex());
        if (successor != null) {
            outbox.add(new Effect.HandOver(successor, new TimeoutNow(term(), self, log.lastEntry())));
        }
    }

    RaftView view() {
        boolean isTermDurable = durableHardState().term() == term();
        return new RaftView(
                self,
                enteredRole,
                epoch,
                durableHardState().term(),
                isTermDurable ? leader : null,
                membership,
                log,
                writes.durableIndex(),
                commitment.commitIndex(),
                hardState.incarnations(),
                rounds.latest(),
                isHandover,
                lastKnown);
    }
}

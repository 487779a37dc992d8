package io.github.reactiveraft.core.protocol;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.core.protocol.Effect.Accepted;
import io.github.reactiveraft.core.protocol.Effect.Commit;
import io.github.reactiveraft.core.protocol.Effect.EnterRole;
import io.github.reactiveraft.core.protocol.Effect.NotAccepted;
import io.github.reactiveraft.core.protocol.Effect.Persist;
import io.github.reactiveraft.core.protocol.Effect.Reply;
import io.github.reactiveraft.core.protocol.Effect.RestartElectionTimer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A core with a log in memory and a disk that writes only when told to, and forgets what it was not told. */
final class LabMember implements Effect.Handler {

    /** Told of everything that a member does. */
    interface Observer {
        void appended(LabMember member, EntryId previous, LogEntry entry);

        void replied(LabMember member, Reply reply);

        void committed(LabMember member, long index);

        void entered(LabMember member, EnterRole effect);
    }

    private final NodeId id;
    private final int voterCount;
    private final Observer observer;
    private final Deque<Persist> queued = new ArrayDeque<>();
    private HardState diskState;
    private List<LogEntry> diskLog = new ArrayList<>();
    private List<LogEntry> log = new ArrayList<>();
    private RaftCore core;
    private int life;

    LabMember(NodeId id, int voterCount, HardState hardState, EntryBatch entries, Observer observer) {
        this.id = id;
        this.voterCount = voterCount;
        this.diskState = hardState;
        this.diskLog.addAll(entries.entries());
        this.log.addAll(diskLog);
        this.observer = observer;
        this.core = start();
    }

    NodeId id() {
        return id;
    }

    RaftView view() {
        return core.view();
    }

    /** Counts the starts: nothing that was asked in an earlier life is answered in this one. */
    int life() {
        return life;
    }

    HardState diskState() {
        return diskState;
    }

    List<LogEntry> diskLog() {
        return diskLog;
    }

    List<LogEntry> log() {
        return log;
    }

    /** The entries in memory from an index on. */
    EntryBatch tail(long fromIndex) {
        return EntryBatch.of(log.subList((int) fromIndex - 1, log.size()));
    }

    void step(Event event) {
        for (Effect effect : core.step(event)) {
            effect.dispatch(this);
        }
    }

    void receive(long rpcId, NodeId from, RaftRequest request) {
        Sender sender = Fixture.sender(from);
        if (request instanceof PreVote preVote) {
            step(new Event.PreVoteReceived(rpcId, sender, preVote));
        } else if (request instanceof RequestVote vote) {
            step(new Event.VoteReceived(rpcId, sender, vote));
        } else if (request instanceof AppendEntries append) {
            step(new Event.AppendReceived(rpcId, sender, append));
        }
    }

    /** Carries out the oldest write, if any. */
    void persistNext() {
        Persist write = queued.pollFirst();
        if (write == null) {
            return;
        }
        diskState = write.hardState() == null ? diskState : write.hardState();
        apply(diskLog, write);
        write.then().forEach(this::reply);
        step(new Event.Persisted(write.writeId()));
    }

    void persistAll() {
        while (!queued.isEmpty()) {
            persistNext();
        }
    }

    /** Loses memory and what is not on disk, and starts anew. */
    void crash() {
        queued.clear();
        log = new ArrayList<>(diskLog);
        life++;
        core = start();
    }

    private RaftCore start() {
        LogTerms terms = Fixture.log(
                diskLog.stream().mapToLong(entry -> entry.id().term()).toArray());
        return new RaftCore(
                id,
                new Recovered(
                        Fixture.sender(id).incarnation(),
                        diskState,
                        terms.runs(),
                        terms.lastIndex(),
                        0,
                        Fixture.voters(voterCount)));
    }

    private static void apply(List<LogEntry> target, Persist write) {
        if (write.truncateFrom() > 0) {
            target.subList((int) write.truncateFrom() - 1, target.size()).clear();
        }
        target.addAll(write.entries().entries());
    }

    @Override
    public void persist(Persist effect) {
        queued.addLast(effect);
        apply(log, effect);
        for (LogEntry entry : effect.entries().entries()) {
            long index = entry.id().index();
            observer.appended(
                    this, index == 1 ? EntryId.NONE : log.get((int) index - 2).id(), entry);
        }
    }

    @Override
    public void reply(Reply effect) {
        observer.replied(this, effect);
    }

    @Override
    public void commit(Commit effect) {
        observer.committed(this, effect.index());
    }

    @Override
    public void enterRole(EnterRole effect) {
        observer.entered(this, effect);
    }

    @Override
    public void fetch(Effect.Fetch effect) {
        throw new IllegalStateException("Nobody announces a snapshot here: " + effect);
    }

    @Override
    public void accepted(Accepted effect) {}

    @Override
    public void notAccepted(NotAccepted effect) {}

    @Override
    public void handOver(Effect.HandOver effect) {}

    @Override
    public void roundBegun(Effect.RoundBegun effect) {}

    @Override
    public void roundConfirmed(Effect.RoundConfirmed effect) {}

    @Override
    public void readsRefused(Effect.ReadsRefused effect) {}

    @Override
    public void restartElectionTimer(RestartElectionTimer effect) {}

    @Override
    public String toString() {
        return id.value();
    }
}

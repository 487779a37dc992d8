package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.core.protocol.Effect;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import java.util.List;

/**
 * Carries out what the core decided: hands each effect to the one part that knows how. On the loop only.
 */
final class EffectRunner implements Effect.Handler {

    private final RaftLoop loop;
    private final LogTail tail;
    private final LogWriter writer;
    private final DiskWatch disk;
    private final InboundRpcs rpcs;
    private final RoleFlows roles;
    private final Proposals<?> proposals;
    private final Reads reads;
    private final Applier<?, ?> applier;
    private final Snapshots snapshots;
    private final StepObserver observer;

    EffectRunner(NodeParts parts, RaftLoop loop, LogTail tail, LogWriter writer, Rooms rooms) {
        this.loop = loop;
        this.tail = tail;
        this.writer = writer;
        this.disk = rooms.disk();
        this.rpcs = rooms.rpcs();
        this.roles = rooms.roles();
        this.proposals = rooms.proposals();
        this.reads = rooms.reads();
        this.applier = rooms.applier();
        this.snapshots = rooms.snapshots();
        this.observer = parts.observer();
    }

    /** The parts that effects go to beside the log. */
    record Rooms(
            DiskWatch disk,
            InboundRpcs rpcs,
            RoleFlows roles,
            Proposals<?> proposals,
            Reads reads,
            Applier<?, ?> applier,
            Snapshots snapshots) {}

    @Override
    public void persist(Effect.Persist effect) {
        SnapshotAdoption adoption = effect.adoption();
        if (adoption != null) {
            adopting(adoption);
        }
        if (effect.truncateFrom() > 0) {
            tail.truncateFrom(effect.truncateFrom());
        }
        tail.append(effect.entries());
        disk.writing();
        writer.offer(effect);
    }

    private void adopting(SnapshotAdoption adoption) {
        if (adoption.isReset()) {
            tail.clear();
            applier.suspend(adoption.snapshot());
            snapshots.fetcher().adopting();
        } else {
            snapshots.taker().adopting();
        }
    }

    private void adopted(SnapshotAdoption adoption) {
        if (adoption.isReset()) {
            snapshots.fetcher().adopted();
        } else {
            snapshots.taker().adopted();
        }
        snapshots.shelf().adopted(adoption.snapshot());
        reads.adopted(adoption.snapshot());
        applier.adopted(adoption.snapshot());
    }

    /** A group of writes is on disk: now, and only now, the replies that waited for it may leave. */
    void durable(List<Effect.Persist> group) {
        disk.written(group.size());
        for (Effect.Persist write : group) {
            write.then().forEach(this::reply);
            SnapshotAdoption adoption = write.adoption();
            if (adoption != null) {
                adopted(adoption);
            }
        }
        loop.step(new Persisted(group.get(group.size() - 1).writeId()));
        tail.trim(loop.view().durableIndex());
    }

    @Override
    public void reply(Effect.Reply effect) {
        observer.onReply(effect);
        rpcs.reply(effect);
    }

    @Override
    public void fetch(Effect.Fetch effect) {
        snapshots.fetcher().fetch(effect);
    }

    @Override
    public void accepted(Effect.Accepted effect) {
        proposals.accepted(effect);
    }

    @Override
    public void notAccepted(Effect.NotAccepted effect) {
        proposals.notAccepted();
    }

    @Override
    public void handOver(Effect.HandOver effect) {
        roles.handOver(effect);
    }

    @Override
    public void roundBegun(Effect.RoundBegun effect) {
        reads.begun(effect);
        roles.confirm(effect.round());
    }

    @Override
    public void roundConfirmed(Effect.RoundConfirmed effect) {
        reads.confirmed(effect.round());
    }

    @Override
    public void readsRefused(Effect.ReadsRefused effect) {
        reads.refused();
    }

    @Override
    public void commit(Effect.Commit effect) {
        applier.commit(effect.index());
    }

    @Override
    public void restartElectionTimer(Effect.RestartElectionTimer effect) {
        roles.contact();
    }

    @Override
    public void enterRole(Effect.EnterRole effect) {
        proposals.leadershipLost();
        reads.leadershipLost();
        roles.enter(loop.view());
    }
}

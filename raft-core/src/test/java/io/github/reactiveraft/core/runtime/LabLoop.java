package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.N3;
import static io.github.reactiveraft.core.runtime.Words.sender;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.LogEntry;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.core.protocol.Ballot;
import io.github.reactiveraft.core.protocol.Effect;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.Event.AppendReceived;
import io.github.reactiveraft.core.protocol.Event.BallotClosed;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import io.github.reactiveraft.core.protocol.RaftCore;
import io.github.reactiveraft.core.protocol.RaftView;
import io.github.reactiveraft.core.replicated.Applied;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop of n1 of three around a real core. The lane runs, and the disk writes, when the test says so; an applied
 * command's result is ten times its value.
 */
final class LabLoop implements Effect.Handler {

    final HandLane lane = new HandLane();
    final RaftLoop loop;
    final List<Throwable> failures = new ArrayList<>();
    final List<Effect.Reply> replies = new ArrayList<>();
    final List<Effect.Fetch> fetches = new ArrayList<>();
    private final Deque<Effect.Persist> unwritten = new ArrayDeque<>();
    private final List<LogEntry> log = new ArrayList<>();
    private @Nullable Proposals<Long> proposals;
    final List<Effect.RoundBegun> rounds = new ArrayList<>();
    private @Nullable Reads reads;
    private @Nullable InboundRpcs rpcs;
    private Runnable afterBurst = () -> {};
    private Consumer<Effect.Accepted> onAccepted = ignored -> {};
    private int appliedCount;

    LabLoop() {
        HardState met = HardState.INITIAL.knowing(N2, Incarnation.of(2)).knowing(N3, Incarnation.of(3));
        RaftCore core =
                new RaftCore(N1, new Recovered(Incarnation.of(1), met, List.of(), 0, 0, Words.members(N1, N2, N3)));
        loop = new RaftLoop(core, lane, StepObserver.NONE);
        loop.connect(this, () -> afterBurst.run(), failures::add);
    }

    void connect(Proposals<Long> room) {
        proposals = room;
    }

    void connect(Reads room) {
        reads = room;
    }

    void connect(InboundRpcs room) {
        rpcs = room;
    }

    void onAccepted(Consumer<Effect.Accepted> consumer) {
        onAccepted = consumer;
    }

    void afterBurst(Runnable task) {
        afterBurst = task;
    }

    RaftView view() {
        return loop.view();
    }

    /** What is in the log, on disk or not: "noop", "session", or a command's value with its ticket, if it has one. */
    List<String> logged() {
        return log.stream().map(entry -> word(entry.proposal())).toList();
    }

    private static String word(Proposal proposal) {
        return switch (proposal.type()) {
            case NOOP -> "noop";
            case OPEN_SESSION -> "session";
            case COMMAND -> {
                long value = proposal.payload().buffer().getLong();
                yield proposal.session() == 0
                        ? "" + value
                        : value + " of " + Ticket.of(proposal.session(), proposal.sequence());
            }
        };
    }

    /** Wins an election. */
    LabLoop lead() {
        happens(new ElectionTimeout(view().epoch()));
        happens(new BallotClosed(view().epoch(), yesIn(view().term())));
        write();
        happens(new BallotClosed(view().epoch(), yesIn(view().term())));
        if (view().role() != Role.LEADER) {
            throw new IllegalStateException("No leader: " + view());
        }
        return this;
    }

    private static List<Ballot> yesIn(long term) {
        return List.of(new Ballot(sender(N2), term, true));
    }

    /** Hears n2 as the leader of the next term. */
    LabLoop follow() {
        happens(heard());
        write();
        return this;
    }

    /** That n2 leads the next term. */
    Event heard() {
        return new AppendReceived(
                -1, sender(N2), new AppendEntries(view().term() + 1, N2, EntryId.NONE, 0, EntryBatch.empty()));
    }

    /** Takes a step, and whatever follows. */
    void happens(Event event) {
        loop.emit(event);
        lane.runAll();
    }

    /** Everything the core wants written is on disk. */
    void write() {
        while (!unwritten.isEmpty()) {
            Effect.Persist write = unwritten.removeFirst();
            loop.execute(() -> {
                write.then().forEach(this::reply);
                loop.step(new Persisted(write.writeId()));
            });
            lane.runAll();
        }
    }

    /** Everything up to an index is on disk here and at n2, so it commits. */
    void commit(long index) {
        lane.runAll();
        write();
        happens(new AppendAnswered(view().epoch(), sender(N2), index, new Appended(view().term(), index)));
    }

    /** n2 answers a heartbeat that was cut in a round. */
    void hear(long round) {
        happens(new AppendAnswered(view().epoch(), sender(N2), 0, round, new Appended(view().term(), 0)));
    }

    void commitAll() {
        lane.runAll();
        commit(view().log().lastIndex());
    }

    @Override
    public void persist(Effect.Persist effect) {
        unwritten.add(effect);
        if (effect.truncateFrom() > 0) {
            log.subList((int) effect.truncateFrom() - 1, log.size()).clear();
        }
        log.addAll(effect.entries().entries());
    }

    @Override
    public void reply(Effect.Reply effect) {
        replies.add(effect);
        if (rpcs != null) {
            rpcs.reply(effect);
        }
    }

    @Override
    public void fetch(Effect.Fetch effect) {
        fetches.add(effect);
    }

    @Override
    public void accepted(Effect.Accepted effect) {
        onAccepted.accept(effect);
        if (proposals != null) {
            proposals.accepted(effect);
        }
    }

    @Override
    public void notAccepted(Effect.NotAccepted effect) {
        if (proposals != null) {
            proposals.notAccepted();
        }
    }

    @Override
    public void commit(Effect.Commit effect) {
        while (appliedCount < effect.index()) {
            Proposal proposal = log.get(appliedCount++).proposal();
            if (proposals != null) {
                proposals.applied(appliedCount, applied(proposal));
            }
        }
        if (reads != null) {
            reads.applied(appliedCount);
        }
    }

    private static Applied<Long> applied(Proposal proposal) {
        return switch (proposal.type()) {
            case NOOP -> Applied.nothing();
            case OPEN_SESSION -> Applied.opened();
            case COMMAND -> Applied.executed(proposal.payload().buffer().getLong() * 10, List.of());
        };
    }

    @Override
    public void handOver(Effect.HandOver effect) {}

    @Override
    public void roundBegun(Effect.RoundBegun effect) {
        rounds.add(effect);
        if (reads != null) {
            reads.begun(effect);
        }
    }

    @Override
    public void roundConfirmed(Effect.RoundConfirmed effect) {
        if (reads != null) {
            reads.confirmed(effect.round());
        }
    }

    @Override
    public void readsRefused(Effect.ReadsRefused effect) {
        if (reads != null) {
            reads.refused();
        }
    }

    @Override
    public void restartElectionTimer(Effect.RestartElectionTimer effect) {}

    @Override
    public void enterRole(Effect.EnterRole effect) {
        if (proposals != null) {
            proposals.leadershipLost();
        }
        if (reads != null) {
            reads.leadershipLost();
        }
    }
}

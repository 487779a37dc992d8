package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.EntryType;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.core.RaftServer;
import io.github.reactiveraft.core.protocol.Effect;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.RaftView;
import io.github.reactiveraft.core.runtime.StepObserver;
import io.github.reactiveraft.test.sim.check.SafetyChecks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One member through all its lives: its disk stays, its processes come and go. */
final class SimNode<C, Q, R> {

    private final Surroundings surroundings;
    private final RaftSettings settings;
    private final Supplier<StateMachine<C, Q, R>> machines;
    private final Medium medium;
    /** What anybody applied, by application index: what a snapshot stands for. */
    private final List<C> everything;

    private final List<C> applied = new ArrayList<>();
    /** Those that the node has not decided on, in the order they were offered. */
    private final Deque<SimSubmission<R>> offered = new ArrayDeque<>();
    /** Those that have no end yet. */
    private final Set<SimSubmission<R>> open = new LinkedHashSet<>();

    private @Nullable SimProcess process;
    private @Nullable RaftNode<C, Q, R> running;
    private int startCount;

    record Surroundings(
            Simulation simulation,
            SimNetwork network,
            ClusterWatch watch,
            SafetyChecks checks,
            NodeFailures failures) {}

    SimNode(
            Surroundings surroundings,
            RaftSettings settings,
            Supplier<StateMachine<C, Q, R>> machines,
            Medium medium,
            List<C> everything) {
        this.surroundings = surroundings;
        this.settings = settings;
        this.machines = machines;
        this.medium = medium;
        this.everything = everything;
    }

    NodeId id() {
        return settings.node();
    }

    /** Whether there is a process, started completely or not. */
    boolean isUp() {
        return process != null;
    }

    @Nullable
    RaftNode<C, Q, R> running() {
        return running;
    }

    /** Everything that any life of this node applied, or got by a snapshot, by application index. */
    List<C> applied() {
        return applied;
    }

    void start() {
        SimProcess fresh = surroundings.simulation().process(id() + "#" + ++startCount);
        process = fresh;
        StateMachine<C, Q, R> machine =
                new CheckedMachine<>(machines.get(), this::onApply, surroundings.simulation()::fail);
        RaftServer.of(machine, settings)
                .transport(surroundings.network().transport(fresh, id()))
                .storage(new SimStorage(medium.storage(), id(), surroundings.watch()))
                .lanes(fresh.loop(), fresh.io())
                .time(fresh.time())
                .random(fresh.random("node"))
                .observe(new Observer())
                .start()
                .subscribe(node -> onStarted(fresh, node), cause -> onFailed(fresh, cause));
    }

    private void onStarted(SimProcess of, RaftNode<C, Q, R> node) {
        running = node;
        node.terminated().subscribe(none -> {}, cause -> onFailed(of, cause));
    }

    /** A node that stops by itself leaves a process that does nothing any more, until it is killed. */
    private void onFailed(SimProcess of, Throwable cause) {
        if (of == process) {
            boolean isStart = running == null;
            running = null;
            surroundings.failures().onFailure(id(), isStart, cause);
        }
    }

    void onLost() {
        surroundings.watch().onLost(id());
    }

    @Nullable
    SimProcess process() {
        return process;
    }

    Medium medium() {
        return medium;
    }

    void kill(boolean isPowerCut) {
        SimProcess dying = process;
        if (dying != null) {
            Runnable fileWork = dying.fileWorkUnderWay();
            dying.kill();
            process = null;
            running = null;
            if (fileWork != null && medium.isInterruptible()) {
                medium.interrupt();
                fileWork.run();
            }
            medium.onKill(isPowerCut);
            offered.clear();
            open.forEach(SimSubmission::onCrash);
            open.clear();
        }
    }

    SimSubmission<R> submit(C command) {
        RaftNode<C, Q, R> node = running;
        StateMachine<C, Q, R> machine = machines.get();
        SimSubmission<R> submission =
                new SimSubmission<>(Bytes.of(machine.commandCodec().encode(command)));
        if (node == null) {
            submission.onError(new RaftException.Unavailable(id() + " is not running"));
            return submission;
        }
        offered.add(submission);
        open.add(submission);
        node.submit(command).doFinally(end -> open.remove(submission)).subscribe(submission::onResult, cause -> {
            offered.remove(submission);
            submission.onError(cause);
        });
        return submission;
    }

    private void onApply(EntryId id, C command, long payload) {
        long index = surroundings.watch().onApplied(id(), id, payload);
        if (index == everything.size() + 1) {
            everything.add(command);
        }
        if (index == applied.size() + 1) {
            applied.add(command);
        }
    }

    private void onRestored(SnapshotMeta snapshot) {
        long count = surroundings.watch().onRestored(id(), snapshot);
        while (applied.size() < count) {
            applied.add(everything.get(applied.size()));
        }
    }

    /** Proposals are told apart by what they carry: of equal ones, the one that was offered first is meant. */
    private void onAccepted(Effect.Accepted accepted) {
        long index = accepted.firstIndex();
        for (var proposal : accepted.proposals()) {
            for (SimSubmission<R> submission : offered) {
                if (proposal.type() == EntryType.COMMAND && submission.payload().equals(proposal.payload())) {
                    offered.remove(submission);
                    submission.onAccepted(
                            accepted.term(), index, surroundings.checks().applicationIndex(id(), index));
                    break;
                }
            }
            index++;
        }
    }

    private final class Observer implements StepObserver {
        @Override
        public void onStep(Event event, List<Effect> effects, RaftView view) {
            surroundings.watch().onStep(id(), event, effects, view);
            for (Effect effect : effects) {
                if (effect instanceof Effect.Accepted accepted) {
                    onAccepted(accepted);
                }
            }
        }

        @Override
        public void onRestored(SnapshotMeta snapshot) {
            SimNode.this.onRestored(snapshot);
        }
    }
}

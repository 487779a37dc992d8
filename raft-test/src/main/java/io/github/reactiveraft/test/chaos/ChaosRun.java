package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.core.storage.StorageSettings;
import io.github.reactiveraft.test.history.Verdict;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.SimCluster;
import io.github.reactiveraft.test.wire.RSocketCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** One run of a plan, from the first start of the members to the verdict on what their clients saw. */
public final class ChaosRun {

    /** More than any client thinks and tries. */
    private static final Duration LAST_ANSWERS = Duration.ofMinutes(5);

    private static final Duration LAST_CHANGES = Duration.ofSeconds(30);

    /** So few that replicas are compared many times in every run. */
    private static final int DIGEST_ENTRY_COUNT = 7;

    private final ChaosPlan plan;
    private final String reproduction;
    private final SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster;
    private final Members members;
    private final Adversary adversary;
    private final Ledger ledger;
    private final List<Watcher> watchers = new ArrayList<>();
    private final Disposable.Composite watching = Disposables.composite();
    private boolean isGateOpen = true;
    private int runningClientCount;

    /** What an adversary gets to know. */
    interface Adversaries {
        Adversary of(ChaosPlan plan, SimCluster<RegisterWrite, Integer, RegisterAnswer> cluster, Members members);
    }

    private ChaosRun(ChaosPlan plan, String reproduction, Adversaries adversaries) {
        this.plan = plan;
        this.reproduction = reproduction;
        this.cluster = SimCluster.of(RegisterMachine::new, spec -> spec.nodes(plan.nodeCount())
                .seed(plan.seed())
                .reproduction(reproduction)
                .network(plan.network())
                .disks(StorageSettings.defaults().withSegmentBytes(plan.segmentBytes()))
                .snapshots(plan.snapshots())
                .settings(settings ->
                        settings.limits(plan.limits()).sessions(plan.sessions()).digests(DIGEST_ENTRY_COUNT)));
        if (plan.has(Fault.CORRUPT_FRAME)) {
            cluster.network().codec(new RSocketCodec());
        }
        this.members = new Members(cluster);
        this.adversary = adversaries.of(plan, cluster, members);
        this.ledger = Ledger.of(cluster);
    }

    /**
     * Runs a plan on this thread.
     *
     * @param reproduction how to repeat it, for people: best the command line
     */
    public static ChaosReport of(ChaosPlan plan, String reproduction) {
        return of(plan, reproduction, Nemesis::new);
    }

    /** Runs a plan on this thread and hands over everything that happens, in words, one event a line. */
    public static ChaosReport replay(ChaosPlan plan, String reproduction, Consumer<String> events) {
        ChaosRun run = new ChaosRun(plan, reproduction, Nemesis::new);
        run.cluster.simulation().listen(events);
        return run.run();
    }

    static ChaosReport of(ChaosPlan plan, String reproduction, Adversaries adversaries) {
        return new ChaosRun(plan, reproduction, adversaries).run();
    }

    private ChaosReport run() {
        Optional<String> violation = Optional.empty();
        Optional<String> doubt = Optional.empty();
        try {
            Verdict verdict = act();
            if (verdict instanceof Verdict.Violated) {
                cluster.simulation().fail(new AssertionError("Not linearizable: " + verdict));
                cluster.advance(Duration.ZERO);
            } else if (!verdict.isLinearizable()) {
                doubt = Optional.of(verdict.toString());
            }
        } catch (RuntimeException | AssertionError failure) {
            violation = Optional.of(told(failure));
        }
        countCuts();
        return new ChaosReport(
                plan.seed(),
                reproduction,
                cluster.simulation().elapsed(),
                plan.faults(),
                cluster.faults().counts(),
                ledger.operationCount(),
                cluster.checks().takenOverCount(),
                cluster.simulation().traceHash(),
                violation,
                doubt);
    }

    /** A failure of the run as its simulation tells it: with seed, instant and what happened last. */
    private String told(Throwable failure) {
        cluster.simulation().fail(failure);
        try {
            cluster.advance(Duration.ZERO);
        } catch (AssertionError told) {
            return String.valueOf(told.getMessage());
        }
        return failure.toString();
    }

    private Verdict act() {
        adversary.start();
        cluster.startAll();
        startClients();
        watch();
        cluster.advance(plan.duration());
        adversary.end();
        isGateOpen = false;
        Finding.unless(
                cluster.runUntil(() -> runningClientCount == 0, LAST_ANSWERS),
                () -> "A client got no answer and did not give up, " + LAST_ANSWERS + " after all faults");
        new Convergence(cluster, members, client(plan.clientCount() + 1)).check();
        endWatches();
        return ledger.judge();
    }

    private void startClients() {
        runningClientCount = plan.clientCount();
        for (int number = 1; number <= plan.clientCount(); number++) {
            ChaosClient client = client(number);
            (number % 2 == 0 ? client.outside() : client)
                    .run(() -> isGateOpen)
                    .subscribe(none -> {}, cluster.simulation()::fail, () -> runningClientCount--);
        }
    }

    private ChaosClient client(int number) {
        return new ChaosClient(plan, number, cluster, ledger);
    }

    private void watch() {
        for (int number = 1; number <= plan.nodeCount(); number++) {
            watch(new Watcher(cluster, number, false));
        }
        if (plan.has(Fault.SLOW_CONSUMER)) {
            watch(new Watcher(cluster, plan.nodeCount() + 1, true));
            watch(new Watcher(cluster, plan.nodeCount() + 2, true));
        }
    }

    private void watch(Watcher watcher) {
        watchers.add(watcher);
        watching.add(watcher.run().subscribe(none -> {}, cluster.simulation()::fail));
    }

    /** Nobody waits for ever for what happened. */
    private void endWatches() {
        watchers.forEach(Watcher::settle);
        Finding.unless(
                cluster.runUntil(() -> watchers.stream().allMatch(Watcher::isCaughtUp), LAST_CHANGES),
                () -> "There are watchers who do not get to see everything: " + watchers);
        watching.dispose();
    }

    private void countCuts() {
        for (int node = 0; node < cluster.size(); node++) {
            cluster.faults().counts().add(Fault.TORN_WRITE, cluster.disk(node).tornCount());
            cluster.faults().counts().add(Fault.LOST_WRITE, cluster.disk(node).lostCount());
        }
    }
}

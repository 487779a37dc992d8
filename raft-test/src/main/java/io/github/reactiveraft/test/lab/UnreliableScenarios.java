package io.github.reactiveraft.test.lab;

import static io.github.reactiveraft.test.lab.LabCluster.ELECTION;

import io.github.reactiveraft.test.sim.SimCluster;
import io.github.reactiveraft.test.sim.SimNetwork;
import io.github.reactiveraft.test.sim.SimSubmission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Group C, second half: the same when messages get lost, late and out of order. */
final class UnreliableScenarios {

    private UnreliableScenarios() {}

    /** Offers a command to every node that is up; answers the last one that took it as leader, or -1. */
    static int offerToAll(LabCluster lab, String command) {
        SimCluster<String, ?, ?> cluster = lab.cluster();
        List<Integer> up =
                IntStream.range(0, lab.size()).filter(cluster::isUp).boxed().toList();
        List<? extends SimSubmission<?>> submissions =
                up.stream().map(node -> cluster.submit(node, command)).toList();
        cluster.runUntil(() -> submissions.stream().allMatch(SimSubmission::isDecided), ELECTION);
        int leader = -1;
        for (int i = 0; i < up.size(); i++) {
            leader = submissions.get(i).isAccepted() ? up.get(i) : leader;
        }
        return leader;
    }

    static void unreliableAgree(LabCluster lab) {
        List<Mono<Integer>> concurrent = new ArrayList<>();
        for (int i = 1; i < 50; i++) {
            for (int j = 0; j < 4; j++) {
                Mono<Integer> agreement = new Agreement(lab, Integer.toString(100 * i + j), 1)
                        .retried()
                        .cache();
                agreement.subscribe(index -> {}, lab.cluster().simulation()::fail);
                concurrent.add(agreement);
            }
            lab.agree(Integer.toString(i), 1);
        }
        setReliable(lab, true);
        Expect.equal("concurrent agreements", lab.run(Flux.concat(concurrent).count()), 49L * 4);
        lab.agree("100", 5);
    }

    private static void setReliable(LabCluster lab, boolean isReliable) {
        SimNetwork network = lab.cluster().network();
        network.model(network.model().withReliability(isReliable));
    }

    static void figure8Unreliable(LabCluster lab) {
        SimCluster<String, ?, ?> cluster = lab.cluster();
        lab.agree(lab.randomCommand(), 1);
        for (int round = 0; round < 1_000; round++) {
            if (round == 200) {
                cluster.network().model(cluster.network().model().withLongReordering(true));
            }
            int leader = offerToAll(lab, lab.randomCommand());
            lab.sleep(PersistenceScenarios.pause(lab));
            if (leader >= 0 && cluster.isConnected(leader) && lab.random().nextBoolean()) {
                cluster.disconnect(leader);
            }
            long connectedCount =
                    IntStream.range(0, 5).filter(cluster::isConnected).count();
            int lucky = lab.random().nextInt(5);
            if (connectedCount < 3 && !cluster.isConnected(lucky)) {
                cluster.connect(lucky);
            }
        }
        IntStream.range(0, 5).forEach(cluster::connect);
        lab.agree(lab.randomCommand(), 5);
    }

    static void churn(LabCluster lab) {
        AtomicBoolean isStopped = new AtomicBoolean();
        List<String> remembered = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            int client = number;
            Mono.defer(() -> offer(lab, client, remembered))
                    .repeat(() -> !isStopped.get())
                    .subscribe(none -> {}, lab.cluster().simulation()::fail);
        }
        for (int round = 0; round < 20; round++) {
            disturb(lab);
            lab.sleep(Duration.ofMillis(700));
        }
        lab.sleep(ELECTION);
        setReliable(lab, true);
        lab.cluster().startAll();
        isStopped.set(true);
        lab.sleep(ELECTION);

        int last = lab.agree(lab.randomCommand(), 5);
        // May be none: in one run of a thousand a majority is away from the first round to the last.
        Set<String> lost = new LinkedHashSet<>(remembered);
        IntStream.rangeClosed(1, last).forEach(index -> lost.remove(lab.await(index, 5)));
        Expect.equal("commands seen committed and lost since", lost, Set.of());
    }

    private static void disturb(LabCluster lab) {
        SimCluster<?, ?, ?> cluster = lab.cluster();
        if (lab.random().nextInt(1_000) < 200) {
            cluster.disconnect(lab.random().nextInt(5));
        }
        if (lab.random().nextInt(1_000) < 500) {
            int node = lab.random().nextInt(5);
            if (!cluster.isUp(node)) {
                cluster.start(node);
            }
            cluster.connect(node);
        }
        if (lab.random().nextInt(1_000) < 200) {
            int node = lab.random().nextInt(5);
            if (cluster.isUp(node)) {
                cluster.crash(node);
            }
        }
    }

    /** A client's one round: offer, look a few times whether it was committed, remember it if so. */
    private static Mono<Void> offer(LabCluster lab, int client, List<String> remembered) {
        String command = lab.randomCommand();
        return Flux.range(0, 5)
                .filter(node -> lab.cluster().isUp(node))
                .concatMap(node -> lab.submitting(node, command), 1)
                .filter(SimSubmission::isAccepted)
                .takeLast(1)
                .next()
                .map(submission -> (int) submission.applicationIndex())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(index -> index.isEmpty()
                        ? Mono.delay(Duration.ofMillis(79 + 17L * client), lab.clients())
                                .then()
                        : look(lab, index.get())
                                .doOnNext(value -> {
                                    if (value.equals(command)) {
                                        remembered.add(command);
                                    }
                                })
                                .then());
    }

    private static Mono<String> look(LabCluster lab, int index) {
        return Flux.just(0, 10, 20, 50, 100)
                .concatMap(
                        pause -> Mono.delay(Duration.ofMillis(pause), lab.clients())
                                .flatMap(waited -> Mono.justOrEmpty(lab.committed(index))),
                        1)
                .next();
    }
}

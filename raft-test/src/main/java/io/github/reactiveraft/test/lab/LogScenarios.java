package io.github.reactiveraft.test.lab;

import static io.github.reactiveraft.test.lab.LabCluster.ELECTION;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.test.sim.NetworkObserver;
import io.github.reactiveraft.test.sim.SimSubmission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Group B, second half: logs that went apart come together again, and nobody talks more than needed. */
final class LogScenarios {

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(3);

    private LogScenarios() {}

    /** Both counting scenarios need a term without an election; five attempts are allowed to find one. */
    private static void attempt(LabCluster lab, Predicate<LabCluster> attempt) {
        for (int round = 0; round < 5; round++) {
            if (round > 0) {
                lab.sleep(BETWEEN_ATTEMPTS);
            }
            if (attempt.test(lab)) {
                return;
            }
        }
        throw new AssertionError("The term changed in every one of five attempts" + lab.states());
    }

    private static boolean isAnyOutsideTerm(LabCluster lab, long term) {
        return IntStream.range(0, lab.size()).anyMatch(node -> lab.cluster().term(node) != term);
    }

    static void concurrentStarts(LabCluster lab) {
        attempt(lab, LogScenarios::startConcurrently);
    }

    private static boolean startConcurrently(LabCluster lab) {
        int leader = lab.oneLeader();
        SimSubmission<String> first = lab.submit(leader, "1");
        if (!first.isAccepted()) {
            return false;
        }
        long term = first.term();
        List<String> commands =
                IntStream.range(100, 105).mapToObj(Integer::toString).toList();
        List<SimSubmission<String>> submissions = commands.stream()
                .map(command -> lab.cluster().submit(leader, command))
                .toList();
        lab.cluster().runUntil(() -> submissions.stream().allMatch(SimSubmission::isDecided), ELECTION);
        if (isAnyOutsideTerm(lab, term)) {
            return false;
        }
        List<String> values = new ArrayList<>();
        for (SimSubmission<String> submission : submissions) {
            if (submission.isAccepted() && submission.term() == term) {
                Optional<String> value = lab.awaitInTerm((int) submission.applicationIndex(), 3, term);
                if (value.isEmpty()) {
                    return false;
                }
                values.add(value.get());
            }
        }
        Expect.equal("concurrent commands", values.stream().sorted().toList(), commands);
        return true;
    }

    static void rejoin(LabCluster lab) {
        lab.agree("101", 3);
        int first = lab.oneLeader();
        lab.cluster().disconnect(first);
        lab.submit(first, "102");
        lab.submit(first, "103");
        lab.submit(first, "104");
        lab.agree("103", 2);

        int second = lab.oneLeader();
        lab.cluster().disconnect(second);
        lab.cluster().connect(first);
        lab.agree("104", 2);

        lab.cluster().connect(second);
        lab.agree("105", 3);
    }

    static void backup(LabCluster lab) {
        AtomicInteger rejectionCount = new AtomicInteger();
        lab.cluster().network().observe(new NetworkObserver() {
            @Override
            public void onReply(NodeId from, NodeId to, RaftRequest request, RaftResponse response) {
                if (response instanceof RaftResponse.AppendRejected) {
                    rejectionCount.incrementAndGet();
                }
            }
        });
        lab.agree(lab.randomCommand(), 5);
        int first = lab.oneLeader();
        List<Integer> majority = IntStream.rangeClosed(2, 4)
                .mapToObj(place -> lab.after(first, place))
                .toList();

        majority.forEach(lab.cluster()::disconnect);
        submitMany(lab, first);
        lab.sleep(ELECTION.dividedBy(2));
        lab.cluster().disconnect(first);
        lab.cluster().disconnect(lab.after(first, 1));
        majority.forEach(lab.cluster()::connect);
        agreeMany(lab);

        int second = lab.oneLeader();
        int other = lab.after(first, 2) == second ? lab.after(second, 1) : lab.after(first, 2);
        lab.cluster().disconnect(other);
        submitMany(lab, second);
        lab.sleep(ELECTION.dividedBy(2));
        IntStream.range(0, lab.size()).forEach(lab.cluster()::disconnect);
        lab.cluster().connect(first);
        lab.cluster().connect(lab.after(first, 1));
        lab.cluster().connect(other);
        agreeMany(lab);

        IntStream.range(0, lab.size()).forEach(lab.cluster()::connect);
        lab.agree(lab.randomCommand(), 5);
        // The lab bounds the time; with short latencies only the count shows whether leaders skip whole terms (§5.3).
        Expect.atMost("rejected AppendEntries", rejectionCount.get(), 10);
    }

    /** Commands that cannot be committed, for lack of a majority. */
    private static void submitMany(LabCluster lab, int leader) {
        for (int i = 0; i < 50; i++) {
            lab.cluster().submit(leader, lab.randomCommand());
        }
    }

    private static void agreeMany(LabCluster lab) {
        for (int i = 0; i < 50; i++) {
            lab.agree(lab.randomCommand(), 3);
        }
    }

    static void count(LabCluster lab) {
        lab.oneLeader();
        Expect.atLeast("requests for the first election", requestCount(lab), 1L);
        Expect.atMost("requests for the first election", requestCount(lab), 30L);

        attempt(lab, LogScenarios::countCommands);

        long before = requestCount(lab);
        lab.idle(ELECTION);
        Expect.atMost("requests in a second without commands", requestCount(lab) - before, 3L * 20);
    }

    private static long requestCount(LabCluster lab) {
        return lab.cluster().network().traffic().requestCount();
    }

    private static boolean countCommands(LabCluster lab) {
        int leader = lab.oneLeader();
        long before = requestCount(lab);
        SimSubmission<String> first = lab.submit(leader, lab.randomCommand());
        if (!first.isAccepted()) {
            return false;
        }
        List<String> commands = new ArrayList<>();
        for (int i = 1; i <= 11; i++) {
            commands.add(lab.randomCommand());
            SimSubmission<String> next = lab.submit(leader, commands.get(i - 1));
            if (!next.isAccepted() || next.term() != first.term()) {
                return false;
            }
            Expect.equal("index in a stable term", next.applicationIndex(), first.applicationIndex() + i);
        }
        for (int i = 1; i <= 10; i++) {
            Optional<String> value = lab.awaitInTerm((int) first.applicationIndex() + i, 3, first.term());
            if (value.isEmpty()) {
                return false;
            }
            Expect.equal("committed", value.get(), commands.get(i - 1));
        }
        long count = requestCount(lab) - before;
        if (isAnyOutsideTerm(lab, first.term())) {
            return false;
        }
        Expect.atMost("requests for 12 commands", count, (10L + 1 + 3) * 3);
        return true;
    }
}

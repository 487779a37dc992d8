package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.probe.LoadSpec;
import io.github.reactiveraft.benchmarks.probe.Mode;
import io.github.reactiveraft.benchmarks.process.Cluster;
import io.github.reactiveraft.benchmarks.process.Pause;
import io.github.reactiveraft.benchmarks.results.Failover;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "failover",
        sortOptions = false,
        description = {
            "Kills the leader's process under a light load, again and again; systems are measured one after the other.",
            "The time that counts ends when a command is acknowledged that was sent after the leader was gone."
        })
final class FailoverCommand implements Callable<Integer> {

    private static final int IN_FLIGHT = 10;
    private static final int PAYLOAD = 16;
    private static final Duration AGAIN = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** For a member that was started again to catch up, and for elections to be over. */
    private static final Duration REST = Duration.ofSeconds(3);

    private static final Duration STEP = Duration.ofMillis(37);
    private static final double MILLI = 1e6;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--trials",
            defaultValue = "20",
            paramLabel = "COUNT",
            description = "How often (default: ${DEFAULT-VALUE}).")
    private int trialCount;

    @Option(
            names = "--election-timeout",
            defaultValue = "0",
            paramLabel = "MILLIS",
            description =
                    "The shortest; the longest is twice as long. 0 for the system's own (default: ${DEFAULT-VALUE}).")
    private long electionTimeout;

    @Option(
            names = "--warmup",
            defaultValue = "20",
            paramLabel = "SECONDS",
            description = "How long the cluster is kept busy before (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--unreachable",
            description =
                    "Stop the leader's process in place of killing it: no connection is closed, as if its host had gone.")
    private boolean isUnreachable;

    @Option(
            names = "--system",
            split = ",",
            defaultValue = "ours",
            paramLabel = "NAME",
            description = "ours, or a rival that was built (default: ${DEFAULT-VALUE}).")
    private List<String> systems = List.of();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Override
    public Integer call() {
        systems.forEach(system -> SystemOption.lasting(spec, system));
        Output.require(
                spec,
                trialCount > 0 && electionTimeout >= 0 && warmUp >= 0,
                "--trials takes 1 and more, --election-timeout and --warmup take 0 and more");
        Progress progress = new Progress(spec.commandLine().getErr());
        boolean isAllMeasured = true;
        for (String system : systems) {
            List<Double> millis = new ArrayList<>();
            String failure = run(system, millis, progress);
            progress.clear();
            if (!failure.isEmpty()) {
                progress.note(failure);
            }
            Output.print(spec, Failover.of(system, isUnreachable, electionTimeout, millis, failure));
            isAllMeasured &= failure.isEmpty();
        }
        return isAllMeasured ? 0 : Output.FAILED;
    }

    /** Why it ended before it was to, or nothing. */
    private String run(String system, List<Double> millis, Progress progress) {
        progress.now(system + ": starting");
        try (Cluster cluster =
                Cluster.start(options.spec(system, true, IN_FLIGHT, Duration.ofMillis(electionTimeout)))) {
            LoadSpec light = LoadSpec.closed(Mode.WRITE, PAYLOAD, IN_FLIGHT, Duration.ofSeconds(warmUp), Duration.ZERO)
                    .withPause(AGAIN);
            progress.now(system + ": warming up");
            cluster.load(light);
            cluster.beginLoad(light);
            for (int i = 0; i < trialCount; i++) {
                // Not always at the same time after a heartbeat.
                Pause.of(REST.plus(STEP.multipliedBy(i)));
                double took = trial(cluster);
                millis.add(took);
                progress.now("%s: trial %d of %d: %.0f ms".formatted(system, i + 1, trialCount, took));
            }
            return "";
        } catch (IllegalStateException failure) {
            return String.valueOf(failure.getMessage());
        }
    }

    private double trial(Cluster cluster) {
        int leader = cluster.leader();
        long goneAt = System.nanoTime();
        if (isUnreachable) {
            cluster.freeze(leader);
        } else {
            cluster.kill(leader);
        }
        long doneAt = cluster.doneAt(System.nanoTime(), PATIENCE);
        if (isUnreachable) {
            cluster.kill(leader);
        }
        cluster.restart(leader);
        return (doneAt - goneAt) / MILLI;
    }
}

package io.github.reactiveraft.examples.counter.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The long form of {@link CounterProcessIT}, for a person to watch: {@code scripts/chaos [KILLS [ALL-KILLS]]}. Exits
 * with 1 if a promise was broken.
 */
public final class ChaosRun {

    private ChaosRun() {}

    /** Kills the leader, 20 times by default, then all nodes at once, 5 times by default, each on a fresh cluster. */
    public static void main(String[] arguments) throws IOException {
        int leaderKillCount = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int wholeKillCount = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Path directory = Files.createTempDirectory("chaos-");
        System.out.println("Data and logs of the nodes are in " + directory);
        boolean isWell = true;
        if (leaderKillCount > 0) {
            heading("The leader is killed with -9 under load and restarted");
            KillRun run = new KillRun(directory.resolve("leaders"), System.out::println);
            isWell = isVerdictGood(run.killLeaders(leaderKillCount), true);
        }
        if (wholeKillCount > 0) {
            heading("All three are killed with -9 at once under load and restarted");
            KillRun run = new KillRun(directory.resolve("all"), System.out::println);
            isWell &= isVerdictGood(run.killAll(wholeKillCount), false);
        }
        System.exit(isWell ? 0 : 1);
    }

    private static void heading(String title) {
        System.out.println();
        System.out.println(title);
        System.out.println("kill  victim  next ack in  acknowledged  unknown");
    }

    private static boolean isVerdictGood(KillRun.Outcome outcome, boolean isGapLimited) {
        List<String> violations = new ArrayList<>(outcome.violations());
        List<Duration> gaps =
                outcome.kills().stream().map(KillRun.Kill::gap).sorted().toList();
        Duration longest = gaps.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        if (isGapLimited && longest.compareTo(KillRun.LONGEST_GAP) > 0) {
            violations.add("no add was acknowledged for " + longest.toMillis() + " ms");
        }
        System.out.println("next ack: median " + gaps.get(gaps.size() / 2).toMillis() + " ms, longest "
                + longest.toMillis() + " ms");
        System.out.println("value " + outcome.value() + " = " + outcome.acknowledgedCount() + " acknowledged + "
                + (outcome.value() - outcome.acknowledgedCount()) + " of " + outcome.unknownCount() + " unknown");
        violations.forEach(violation -> System.out.println("BROKEN: " + violation));
        System.out.println(violations.isEmpty() ? "verdict: nothing lost, nothing counted twice" : "verdict: BROKEN");
        return violations.isEmpty();
    }
}

package io.github.reactiveraft.test.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.reactiveraft.test.sim.ManyRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Looks for bugs with random seeds and with crash points by turns, two runs at a time, until one ends in a violation. The
 * long seeds are left out: in the same time many short ones begin with a new cluster each.
 */
final class ChaosSearch {

    private static final int THREAD_COUNT = 2;
    private static final int LONG_SEED_EVERY = 10;
    /** How far apart points are that are tried one after the other, so that no script waits for the end of another. */
    private static final int POINT_STRIDE = 101;

    private final List<Candidate> candidates = new ArrayList<>();

    /** A run that may find something. */
    private record Candidate(String name, Supplier<ChaosReport> run) {}

    /** What came of a candidate. */
    private record Ended(int number, Optional<String> violation) {}

    private ChaosSearch(List<Candidate> seeds, List<Candidate> points) {
        int taken = 0;
        for (int number = 1; number <= seeds.size(); number++) {
            candidates.add(seeds.get(number - 1));
            int upTo = points.size() * number / seeds.size();
            candidates.addAll(points.subList(taken, upTo));
            taken = upTo;
        }
    }

    /**
     * Tries the seeds up to the first argument, and one of so many crash points as the second says: ends with 0 if no run
     * violates anything, else with 1 after saying after how many runs, in which one, and what.
     */
    public static void main(String[] arguments) {
        // Nodes that are killed by the thousand have a lot to say.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        int seedCount = Integer.parseInt(arguments[0]);
        int pointEvery = Integer.parseInt(arguments[1]);
        try {
            new ChaosSearch(seeds(seedCount), points(pointEvery)).run();
        } catch (AssertionError failure) {
            // To count its steps a script is played without any crash, before anything else.
            found(0, "script", String.valueOf(failure.getMessage()));
        }
        System.exit(0);
    }

    private static List<Candidate> seeds(int upTo) {
        List<Candidate> seeds = new ArrayList<>();
        for (long seed = 1; seed <= upTo; seed++) {
            if (seed % LONG_SEED_EVERY != 0) {
                ChaosPlan plan = ChaosPlan.of(seed);
                seeds.add(new Candidate("seed " + seed, () -> ChaosRun.of(plan, "run seed " + plan.seed())));
            }
        }
        return seeds;
    }

    private static List<Candidate> points(int every) {
        List<CrashPoints.Point> points = CrashPoints.all();
        List<Candidate> chosen = new ArrayList<>();
        for (int offset = 0; offset < POINT_STRIDE; offset += every) {
            for (int at = offset; at < points.size(); at += POINT_STRIDE) {
                CrashPoints.Point point = points.get(at);
                chosen.add(new Candidate(point.toString(), point::run));
            }
        }
        return chosen;
    }

    private void run() {
        ManyRuns.run(THREAD_COUNT, candidates.size(), () -> true, this::violation, ended -> ended.violation()
                .ifPresent(violation ->
                        found(ended.number() + 1, candidates.get(ended.number()).name(), violation)));
    }

    private Ended violation(int number) {
        try {
            return new Ended(number, candidates.get(number).run().get().violation());
        } catch (RuntimeException | Error failure) {
            // Not even the run that was to notice it got to its end.
            return new Ended(number, Optional.of(failure.toString()));
        }
    }

    private static void found(int count, String name, String violation) {
        System.out.println(violation);
        String what = violation
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("Seed -?\\d+ at PT[^:]*: ", "")
                .replaceFirst("; to repeat: .*", "");
        System.out.println("run " + count + ", " + name + ": " + what);
        System.exit(1);
    }
}

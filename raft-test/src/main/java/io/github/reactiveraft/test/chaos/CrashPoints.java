package io.github.reactiveraft.test.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Cuts each of a set of short scripts short at each of its steps: at every operation on a disk, behind every message. */
public final class CrashPoints {

    private CrashPoints() {}

    /**
     * One crash of one script.
     *
     * @param script the script's name
     * @param step the step at which a member lost its power, from 1
     */
    public record Point(String script, long step) {

        /** Runs the script with this crash, on this thread. */
        public ChaosReport run() {
            return CrashPoints.run(scriptNamed(script), step);
        }

        @Override
        public String toString() {
            return "'" + script + "' at step " + step;
        }
    }

    /** All points, script by script. Plays every script once, to count its steps. */
    public static List<Point> all() {
        List<Point> points = new ArrayList<>();
        scripts().forEach(script -> points.addAll(of(script)));
        return points;
    }

    /**
     * All points of one script. Plays it once, to count its steps.
     *
     * @throws IllegalArgumentException if there is no such script; the message names those that there are
     */
    public static List<Point> of(String script) {
        return LongStream.rangeClosed(1, stepCount(scriptNamed(script)))
                .mapToObj(step -> new Point(script, step))
                .toList();
    }

    /** The names of all scripts. */
    public static List<String> scripts() {
        return CrashScript.all().stream().map(CrashScript::name).toList();
    }

    private static CrashScript scriptNamed(String name) {
        return CrashScript.all().stream()
                .filter(script -> script.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No script has the name '" + name + "'; there are '" + String.join("', '", scripts()) + "'"));
    }

    private static long stepCount(CrashScript script) {
        StepCrash[] played = new StepCrash[1];
        ChaosReport report = ChaosRun.of(script.plan(), "run crash-points", (plan, cluster, members) -> {
            played[0] = new StepCrash(script, cluster, members, 0);
            return played[0];
        });
        if (!report.isSound()) {
            String reason = report.violation().or(report::doubt).orElse("");
            throw new AssertionError("Without any crash the script '" + script.name() + "' fails: " + reason);
        }
        return played[0].stepCount();
    }

    private static ChaosReport run(CrashScript script, long step) {
        String reproduction = "java -jar raft-test/target/raft-simulator.jar crash-points --script '" + script.name()
                + "' --step " + step;
        return ChaosRun.of(
                script.plan(), reproduction, (plan, cluster, members) -> new StepCrash(script, cluster, members, step));
    }
}

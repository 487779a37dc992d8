package io.github.reactiveraft.test.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.test.chaos.CrashPoints;
import io.github.reactiveraft.test.sim.Fault;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the command line makes of findings: what it tells, and which exit code it ends with. */
class SimulatorFindingsTest {

    /** The engine of these tests has two points for each script. */
    private static final int POINT_COUNT = 2 * CrashPoints.scripts().size();

    private static final String REPLAY_2 = "java -jar raft-test/target/raft-simulator.jar replay 2";
    private static final String VIOLATION = "Seed 2 at PT4S: two leaders; to repeat: " + REPLAY_2
            + IntStream.rangeClosed(1, 60)
                    .mapToObj(event -> "\n  PT" + event + "S event " + event + ".")
                    .collect(Collectors.joining());

    @Test
    void violationIsToldWithTheLineThatRepeatsItAndWhatHappenedLast() {
        FakeEngine engine = new FakeEngine().violate(2, VIOLATION);

        Line line = Line.execute(engine, "sweep --seeds 3 --no-crash-points");

        assertThat(line.exitCode()).isEqualTo(1);
        assertThat(line.json().get("seeds").asInt()).isEqualTo(3);
        assertThat(line.json().get("violations").asInt()).isEqualTo(1);
        assertThat(line.out())
                .startsWith("VIOLATION", "  Seed 2 at PT4S: two leaders", "  to repeat: " + REPLAY_2)
                .contains("    ... behind 36 events:", "    PT37S event 37.", "    PT60S event 60.")
                .doesNotContain("    PT36S event 36.")
                .hasSizeLessThan(40);
    }

    @Test
    void longFindingIsCut() {
        String what = "x".repeat(1_000) + "\nmore".repeat(50);

        Line line = Line.execute(new FakeEngine().violate(2, what), "sweep --seeds 2 --no-crash-points");

        assertThat(line.out()).contains("  ... and 39 lines more", "  to repeat: " + REPLAY_2);
        assertThat(line.out().get(1)).hasSizeLessThan(250).endsWith(" ...");
    }

    @Test
    void unknownIsAFinding() {
        FakeEngine engine = new FakeEngine().doubt(2, "gave up");

        Line line = Line.execute(engine, "sweep --seeds 3 --no-crash-points");

        assertThat(line.exitCode()).isEqualTo(1);
        assertThat(line.json().get("unknown").asInt()).isEqualTo(1);
        assertThat(line.out()).startsWith("UNKNOWN", "  Seed 2: gave up", "  to repeat: " + REPLAY_2);
    }

    @Test
    void runThatNeverEndedIsUnknown() {
        Line line = Line.execute(new FakeEngine().lose(2), "sweep --seeds 3 --no-crash-points");

        assertThat(line.exitCode()).isEqualTo(1);
        assertThat(line.json().get("seeds").asInt()).isEqualTo(2);
        assertThat(line.json().get("unknown").asInt()).isEqualTo(1);
    }

    @Test
    void snapshotsThatNobodyTookOverAreAFindingOfManySeedsOnly() {
        FakeEngine engine = new FakeEngine().takeNothingOver();

        Line few = Line.execute(engine, "sweep --seeds 99 --no-crash-points");
        Line many = Line.execute(engine, "sweep --seeds 100 --no-crash-points");

        assertThat(few.exitCode()).isZero();
        assertThat(many.exitCode()).isEqualTo(1);
        assertThat(many.text()).contains("0 snapshots taken over");
    }

    @Test
    void faultThatNeverHappenedIsAFindingOfManySeedsOnly() {
        FakeEngine engine = new FakeEngine().enable(Fault.TORN_WRITE);

        Line few = Line.execute(engine, "sweep --seeds 99 --no-crash-points");
        Line many = Line.execute(engine, "sweep --seeds 100 --no-crash-points");

        assertThat(few.exitCode()).isZero();
        assertThat(many.exitCode()).isEqualTo(1);
        assertThat(many.json().get("missing").get(0).asString()).isEqualTo("TORN_WRITE");
        assertThat(many.text()).contains("Enabled, and never injected: TORN_WRITE");
    }

    @Test
    void sweepStopsAtTheFirstFindingIfTold() {
        FakeEngine engine = new FakeEngine().violate(2, VIOLATION);

        Line line = Line.execute(engine, "sweep --seeds 9 --stop");

        assertThat(line.json().get("seeds").asInt()).isEqualTo(2);
        assertThat(line.json().get("crashPoints").asInt()).isZero();
    }

    @Test
    void sweepBeginsNoRunWhenTheTimeIsOver() {
        Line line = Line.execute(new FakeEngine(), "sweep --seeds 9 --minutes 0.1");

        assertThat(line.exitCode()).isZero();
        assertThat(line.json().get("seeds").asInt()).isEqualTo(6);
        assertThat(line.json().get("crashPoints").asInt()).isZero();
    }

    @Test
    void crashPointsFollowTheSeeds() {
        Line line = Line.execute(new FakeEngine(), "sweep --seeds 2");

        assertThat(line.exitCode()).isZero();
        assertThat(line.json().get("crashPoints").asInt()).isEqualTo(POINT_COUNT);
        assertThat(line.json().get("clusterHours").asDouble()).isEqualTo(POINT_COUNT + 2);
    }

    @Test
    void scriptThatFailsWithoutAnyCrashIsAViolation() {
        Line line = Line.execute(new FakeEngine().breakScript(), "crash-points");

        assertThat(line.exitCode()).isEqualTo(1);
        assertThat(line.json().get("violations").asInt()).isEqualTo(1);
        assertThat(line.json().get("crashPoints").asInt()).isEqualTo(POINT_COUNT - 2);
        assertThat(line.text()).contains("it fails without any crash", "crash-points --script 'a cluster of one'");
    }

    @Test
    void findingOfACrashPointIsToldWithItsReproduction() {
        Line line = Line.execute(new FakeEngine().violate(0, "lost; to repeat: me"), "crash-points");

        assertThat(line.exitCode()).isEqualTo(1);
        assertThat(line.text()).contains("to repeat: repeat 'a cluster of one' at step 2");
    }

    @Test
    void brokenScenarioOfTheLabIsToldWithItsReproduction() {
        String repeating = "java -jar raft-test/target/raft-simulator.jar lab --only backup --seed 5";
        FakeEngine engine = new FakeEngine().violate(5, "no leader; to repeat: " + repeating + "\n  event");

        Line line = Line.execute(engine, "lab --only backup --repeat 9");

        assertThat(line.exitCode()).isEqualTo(1);
        assertThat(line.json().get("violations").asInt()).isEqualTo(1);
        assertThat(line.out()).startsWith("VIOLATION in backup", "  no leader", "  to repeat: " + repeating);
    }

    @Test
    void replayOfAViolationEndsWithIt() {
        Line line = Line.execute(new FakeEngine().violate(2, VIOLATION), "replay 2");

        assertThat(line.exitCode()).isEqualTo(1);
        assertThat(line.text()).contains("the only event", "VIOLATION", "two leaders");
        assertThat(line.json().get("violations").asInt()).isEqualTo(1);
    }

    @Test
    void jsonLeavesStandardOutputToTheObject() {
        FakeEngine engine = new FakeEngine().violate(2, VIOLATION);

        Line line = Line.execute(engine, "sweep --seeds 3 --json");

        assertThat(line.out()).hasSize(1);
        assertThat(line.json().get("violations").asInt()).isEqualTo(1);
        assertThat(line.err()).contains("VIOLATION", "to repeat: " + REPLAY_2);
    }

    @Test
    void progressIsALineEveryTenSecondsOrOneLineThatIsWrittenOver() {
        Line plain = Line.execute(new FakeEngine(), "sweep --seeds 25 --no-crash-points");
        Line terminal = Line.execute(new FakeEngine(), "sweep --seeds 25 --no-crash-points --progress");

        assertThat(plain.err().lines())
                .containsExactly(
                        "seeds: 10 of 25, 10.00 simulated hours, 3,600 times real time, 0 violations",
                        "seeds: 20 of 25, 20.00 simulated hours, 3,600 times real time, 0 violations");
        assertThat(terminal.err())
                .startsWith("\rseeds: 1 of 25, ")
                .endsWith(" \r")
                .doesNotContain("\n");
    }
}

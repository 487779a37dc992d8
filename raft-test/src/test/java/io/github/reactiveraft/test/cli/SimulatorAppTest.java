package io.github.reactiveraft.test.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator's command line, from its words to what the simulator itself answers. */
class SimulatorAppTest {

    private static Line execute(String... arguments) {
        return Line.execute(new RealEngine(), System::nanoTime, arguments);
    }

    @Test
    void helpIsNoErrorForAnyCommand() {
        Line line = execute("sweep", "--help");

        assertThat(line.exitCode()).isZero();
        assertThat(line.out()).anyMatch(text -> text.contains("--[no-]crash-points"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "swept",
                "sweep extra",
                "sweep --seeds 0",
                "sweep --seeds many",
                "sweep --from first",
                "sweep --minutes 0",
                "sweep --minutes NaN",
                "sweep --minutes soon",
                "sweep --threads 0",
                "lab --repeat 0",
                "lab --only figure9",
                "lab --seed x",
                "crash-points --script none",
                "crash-points --step 1",
                "crash-points --step 0",
                "replay",
                "replay x",
                "replay 1 2"
            })
    void wrongOptionsAreAnsweredInOneLine(String words) {
        Line line = execute(words.isEmpty() ? new String[0] : words.split(" ", -1));

        assertThat(line.exitCode()).isEqualTo(2);
        assertThat(line.out()).isEmpty();
        assertThat(line.err().lines())
                .singleElement()
                .asString()
                .endsWith("--help")
                .doesNotContain("Exception");
    }

    @Test
    void stepThatAScriptNeverTakesIsRefused() {
        Line line = execute("crash-points", "--script", "a cluster of one", "--step", "1000000");

        assertThat(line.exitCode()).isEqualTo(2);
        assertThat(line.err()).contains("--step takes 1 to ", "in this script, but is 1000000");
    }

    @Test
    void twoSeedsRunAndTheLastLineSaysWhatCameOfThem() {
        Line line = execute("sweep", "--from", "3", "--seeds", "2", "--no-crash-points", "--threads", "2");

        assertThat(line.exitCode()).as(line.text()).isZero();
        assertThat(line.json().propertyNames())
                .containsExactly(
                        "seeds",
                        "clusterHours",
                        "speedup",
                        "wallSeconds",
                        "faults",
                        "operationsChecked",
                        "snapshotsTakenOver",
                        "crashPoints",
                        "violations",
                        "unknown",
                        "missing");
        assertThat(line.json().get("seeds").asInt()).isEqualTo(2);
        assertThat(line.json().get("clusterHours").asDouble()).isBetween(0.03, 0.2);
        assertThat(line.json().get("operationsChecked").asInt()).isGreaterThan(100);
        assertThat(line.json().get("faults").get("CRASH").asInt()).isPositive();
        assertThat(line.text()).contains("2 seeds and 0 crash points", "0 violations, 0 unknown.");
    }

    @Test
    void oneCrashPointRunsAlone() {
        Line line = execute("crash-points", "--script", "a cluster of one", "--step", "3", "--json");

        assertThat(line.exitCode()).as(line.err()).isZero();
        assertThat(line.out()).hasSize(1);
        assertThat(line.json().get("crashPoints").asInt()).isEqualTo(1);
        assertThat(line.json().get("operationsChecked").asInt()).isPositive();
        assertThat(line.err()).contains("0 seeds and 1 crash point");
    }

    @Test
    void oneScenarioRunsWithTwoSeeds() {
        Line line = execute("lab", "--only", "initialElection", "--repeat", "2");

        assertThat(line.exitCode()).as(line.text()).isZero();
        assertThat(line.json().propertyNames())
                .containsExactly(
                        "runs",
                        "scenarios",
                        "seeds",
                        "clusterHours",
                        "speedup",
                        "wallSeconds",
                        "violations",
                        "unknown",
                        "missing");
        assertThat(line.json().get("runs").asInt()).isEqualTo(2);
        assertThat(line.json().get("scenarios").asInt()).isEqualTo(1);
        assertThat(line.out()).anyMatch(row -> row.matches("initialElection +2 .* 0"));
    }

    @Test
    void aSeedOfTheLabRunsOnceUnlessToldOtherwise() {
        Line line = execute("lab", "--only", "initialElection", "--seed", "7");

        assertThat(line.json().get("runs").asInt()).isEqualTo(1);
    }

    @Test
    void replayTellsThePlanThenEventsThenTheVerdict() {
        Line line = execute("replay", "8");

        assertThat(line.exitCode()).as(line.text()).isZero();
        assertThat(line.out().get(0)).startsWith("Seed 8: ").contains("members");
        assertThat(line.out()).anyMatch(event -> event.startsWith("PT") && event.contains("AppendReceived"));
        assertThat(line.out().get(line.out().size() - 2)).isEqualTo("Nothing was violated.");
        assertThat(line.json().get("seed").asInt()).isEqualTo(8);
        assertThat(line.json().get("events").asInt()).isGreaterThan(1_000);
    }
}

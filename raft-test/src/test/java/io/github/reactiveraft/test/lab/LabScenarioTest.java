package io.github.reactiveraft.test.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The door to the scenarios, and what a failure says. */
class LabScenarioTest {

    private static LabScenario scenario(Consumer<LabCluster> script) {
        return new LabScenario("stub", 3, true, script);
    }

    @Test
    void everyScenarioIsFoundByItsName() {
        assertThat(LabScenario.raft()).hasSize(28);
        assertThat(KvScenario.ALL).hasSize(23);
        assertThat(LabScenario.all())
                .hasSize(51)
                .doesNotHaveDuplicates()
                .extracting(LabScenario::name)
                .doesNotHaveDuplicates();
        assertThat(LabScenario.all()).allSatisfy(scenario -> assertThat(LabScenario.named(scenario.name()))
                .isSameAs(scenario));
    }

    @Test
    void unknownNameIsAnsweredWithThoseThatThereAre() {
        assertThatThrownBy(() -> LabScenario.named("figure9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("figure9", "figure8");
    }

    @Test
    void failedStepTellsSeedAndHowToRepeatIt() {
        LabScenario scenario = scenario(lab -> Expect.equal("terms", lab.termsAgree(), 17L));

        assertThatThrownBy(() -> scenario.run(7))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "Seed 7 at PT0S: terms: expected 17, but was 0",
                        "; to repeat: java -jar raft-test/target/raft-simulator.jar lab --only stub --seed 7");
    }

    @Test
    void bugInScriptIsReportedLikeFailedStep() {
        LabScenario scenario = scenario(lab -> {
            throw new IllegalStateException("a bug");
        });

        assertThatThrownBy(() -> scenario.run(8))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("a bug")
                .hasMessageContaining("--only stub --seed 8");
    }

    @Test
    void errorThatReachesTheSimulationFailsTheRun() {
        LabScenario scenario = scenario(lab -> {
            lab.clients().schedule(() -> {
                throw new AssertionError("on the way");
            });
            lab.sleep(Duration.ofSeconds(1));
        });

        assertThatThrownBy(() -> scenario.run(9))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("on the way", "--only stub --seed 9");
    }

    @Test
    void runOfMoreThanTwoMinutesFails() {
        LabScenario scenario = scenario(lab -> lab.sleep(LabScenario.LIMIT.plusMillis(1)));

        assertThatThrownBy(() -> scenario.run(10))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("simulated time: expected at most PT2M", "--only stub --seed 10");
    }
}

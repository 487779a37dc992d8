package io.github.reactiveraft.test.lab;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Repeats one run: {@code -Dlab.scenario=figure8 -Dlab.seed=17}. */
class LabReplayTest {

    @Test
    @EnabledIfSystemProperty(named = "lab.scenario", matches = ".+")
    void repeatsOneRun() {
        String name = System.getProperty("lab.scenario", "");
        LabScenario scenario = LabScenario.ALL.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        LabFigures figures = scenario.run(Long.getLong("lab.seed", 1));
        System.out.println(name + ": " + figures);
    }
}

package io.github.reactiveraft.test.lab;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Repeats one run: {@code -Dlab.scenario=figure8 -Dlab.seed=17}. */
class LabReplayTest {

    @Test
    @EnabledIfSystemProperty(named = "lab.scenario", matches = ".+")
    void repeatsOneRun() {
        String name = System.getProperty("lab.scenario", "");
        LabFigures figures = LabScenario.named(name).run(Long.getLong("lab.seed", 1));
        System.out.println(name + ": " + figures);
    }
}

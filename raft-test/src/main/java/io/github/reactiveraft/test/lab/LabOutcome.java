package io.github.reactiveraft.test.lab;

/** How one run of a scenario ended. */
public sealed interface LabOutcome {

    /** What was run. */
    LabScenario scenario();

    /** The seed it was run with. */
    long seed();

    /**
     * The scenario held.
     *
     * @param scenario what was run
     * @param seed the seed it was run with
     * @param figures what the run took
     */
    record Held(LabScenario scenario, long seed, LabFigures figures) implements LabOutcome {}

    /**
     * The scenario did not hold.
     *
     * @param scenario what was run
     * @param seed the seed it was run with
     * @param message what went wrong, how to repeat it, and what happened last; several lines
     */
    record Broken(LabScenario scenario, long seed, String message) implements LabOutcome {}
}

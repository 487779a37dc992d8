package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.chaos.SweepSummary;

/**
 * What became of runs of one kind.
 *
 * @param summary of those that came to an end
 * @param brokenCount violations beside those of the summary
 * @param lostCount runs that were begun and never told of their end: something broke the thread they ran on
 */
record Tally(SweepSummary summary, int brokenCount, int lostCount) {

    static Tally empty() {
        return new Tally(new SweepSummary(), 0, 0);
    }

    int violationCount() {
        return summary.violations().size() + brokenCount;
    }

    int unknownCount() {
        return summary.doubts().size() + lostCount;
    }
}

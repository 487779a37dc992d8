package io.github.reactiveraft.test.cli;

import io.github.reactiveraft.test.chaos.ChaosPlan;
import io.github.reactiveraft.test.sim.Disturbance;
import java.util.List;

/** A plan in words. */
final class PlanText {

    private PlanText() {}

    static List<String> of(ChaosPlan plan) {
        Disturbance chance = plan.network().disturbance();
        return List.of(
                Figures.format(
                        "Seed %d: %d members for %d s, then everything is healed and they have to come back.",
                        plan.seed(), plan.nodeCount(), plan.duration().toSeconds()),
                Figures.format(
                        "Clients: %d, which share %d registers and think for %d ms on average.",
                        plan.clientCount(), plan.keyCount(), plan.thinkTime().toMillis()),
                Figures.format(
                        "Network: %s; what cannot get through ends as %s; by chance, loss %.4f and %.4f, duplicates %.4f "
                                + "(%.2f of them late), damage %.4f, resets per minute %.1f.",
                        plan.network().carriage(),
                        plan.network().silence(),
                        chance.requestLoss(),
                        chance.replyLoss(),
                        chance.duplication(),
                        chance.lateReplay(),
                        chance.corruption(),
                        chance.resetsPerMinute()),
                "Nodes: log files of " + plan.segmentBytes() + " bytes, " + plan.limits() + ", " + plan.snapshots()
                        + ", " + plan.sessions() + ".",
                plan.faults().isEmpty()
                        ? "Faults: none."
                        : "Faults, one every " + plan.faultInterval().toMillis() + " ms on average: " + plan.faults()
                                + ".");
    }
}

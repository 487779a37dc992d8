package io.github.reactiveraft.test.chaos;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.test.sim.Fault;
import io.github.reactiveraft.test.sim.NetworkObserver;
import io.github.reactiveraft.test.sim.Partitions;
import io.github.reactiveraft.test.sim.SimCluster;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import reactor.core.scheduler.Scheduler;

/**
 * Plays a script, counting every operation on a disk and every message that leaves a member, and cuts the power of the
 * member that takes one of these steps: before the operation on the disk, behind the message.
 */
final class StepCrash implements Adversary, NetworkObserver {

    private static final long DOWN_MILLIS = 150;

    private final CrashScript script;
    private final SimCluster<?, ?, ?> cluster;
    private final Members members;
    private final Partitions partitions;
    private final Scheduler world;
    private final long crashAt;
    private long stepCount;
    private boolean isOver;

    /**
     * Crashes at a step.
     *
     * @param crashAt the number of the step, from 1; 0 for none
     */
    StepCrash(CrashScript script, SimCluster<?, ?, ?> cluster, Members members, long crashAt) {
        this.script = script;
        this.cluster = cluster;
        this.members = members;
        this.crashAt = crashAt;
        this.world = cluster.simulation().scheduler();
        this.partitions = new Partitions(
                cluster.network(),
                IntStream.range(0, cluster.size()).mapToObj(cluster::id).toList());
    }

    /** How many steps were taken while the script was played. */
    long stepCount() {
        return stepCount;
    }

    @Override
    public void start() {
        cluster.network().observe(this);
        for (int node = 0; node < cluster.size(); node++) {
            int number = node;
            cluster.disk(node).guard(() -> isPassed(number));
        }
        for (CrashScript.Act act : script.acts()) {
            world.schedule(() -> act.deed().run(cluster, partitions, members), act.millis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void end() {
        isOver = true;
        partitions.heal();
        members.heal();
    }

    @Override
    public void onRequest(NodeId from, NodeId to, RaftRequest request) {
        isPassed(cluster.number(from));
    }

    @Override
    public void onReply(NodeId from, NodeId to, RaftRequest request, RaftResponse response) {
        isPassed(cluster.number(from));
    }

    /** Counts a step of a member; answers whether the member lives on. */
    private boolean isPassed(int node) {
        if (isOver || !cluster.isUp(node) || ++stepCount != crashAt) {
            return true;
        }
        cluster.faults().onFault(Fault.POWER_CUT, cluster.id(node));
        cluster.powerCut(node);
        world.schedule(() -> members.boot(node), DOWN_MILLIS, TimeUnit.MILLISECONDS);
        return false;
    }
}

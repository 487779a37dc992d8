package io.github.reactiveraft.test.sim.check;

import io.github.reactiveraft.api.NodeId;

/** A node never believes more durable than its disk holds, nor more committed than durable. */
public final class PointerOrder {

    private static final String RULE = "commitIndex <= durable index <= last index";

    /** A node shows these indexes; its log in memory is the one that it wants to have. */
    public void onView(NodeId node, long commitIndex, long durableIndex, PrefixLog memory, DiskImage disk) {
        Violation.unless(
                commitIndex <= durableIndex && durableIndex <= memory.lastIndex(),
                RULE,
                () -> node + " shows commitIndex " + commitIndex + ", durable " + durableIndex + ", last "
                        + memory.lastIndex());
        Violation.unless(
                disk.log().has(memory.at(durableIndex)),
                "Durable is what the disk holds",
                () -> node + " believes its log to be durable up to "
                        + memory.at(durableIndex).id() + ", its disk ends with "
                        + disk.log().last().id());
    }
}

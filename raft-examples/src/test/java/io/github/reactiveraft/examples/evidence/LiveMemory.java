package io.github.reactiveraft.examples.evidence;

import java.lang.management.ManagementFactory;

/** How much of this process's heap is really in use. */
final class LiveMemory {

    private LiveMemory() {}

    /** In bytes, after collecting what is garbage. */
    static long bytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

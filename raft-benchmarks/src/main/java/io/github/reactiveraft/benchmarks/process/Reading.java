package io.github.reactiveraft.benchmarks.process;

import java.util.List;

/**
 * What everything has cost so far, or between two instants; processor times in nanoseconds.
 *
 * @param nanos when, or how long
 * @param serverNanos processor time of the members
 * @param clientNanos of the client
 * @param foreignNanos of everybody else, the kernel left out
 * @param writtenBytes what the members had written to the disk
 * @param loopbackBytes what went over the loopback interface
 * @param forceCount how often the members forced files to disk; negative if that is not known
 * @param allocatedBytes what the members have allocated on their heaps; negative if that is not known
 */
public record Reading(
        long nanos,
        long serverNanos,
        long clientNanos,
        long foreignNanos,
        long writtenBytes,
        long loopbackBytes,
        long forceCount,
        long allocatedBytes) {

    static Reading now(List<ProcessHandle> servers, List<ProcessHandle> client, long forceCount, long allocatedBytes) {
        long nanos = System.nanoTime();
        long busy = Proc.busyNanos();
        long server = cpuNanos(servers);
        long clients = cpuNanos(client);
        long own = Proc.cpuNanos(ProcessHandle.current().pid());
        return new Reading(
                nanos,
                server,
                clients,
                busy - server - clients - own - Proc.kernelNanos(),
                servers.stream()
                        .mapToLong(each -> Proc.writtenBytes(each.pid()))
                        .sum(),
                Proc.loopbackBytes(),
                forceCount,
                allocatedBytes);
    }

    private static long cpuNanos(List<ProcessHandle> processes) {
        return processes.stream().mapToLong(each -> Proc.cpuNanos(each.pid())).sum();
    }

    /** What it has cost since an earlier reading. */
    public Reading since(Reading before) {
        return new Reading(
                nanos - before.nanos,
                serverNanos - before.serverNanos,
                clientNanos - before.clientNanos,
                Math.max(0, foreignNanos - before.foreignNanos),
                writtenBytes - before.writtenBytes,
                loopbackBytes - before.loopbackBytes,
                forceCount < 0 ? -1 : forceCount - before.forceCount,
                allocatedBytes < 0 ? -1 : allocatedBytes - before.allocatedBytes);
    }

    /** How much of one processor others had. */
    public double foreignShare() {
        return (double) foreignNanos / nanos;
    }
}

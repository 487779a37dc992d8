package io.github.reactiveraft.benchmarks.results;

import org.jspecify.annotations.Nullable;

/**
 * One point, measured once. Latencies are microseconds, costs per call that was done.
 *
 * @param system what was measured
 * @param mode durable, memory, read, follower-read or embedded
 * @param payload bytes of a command
 * @param concurrency calls under way at a time; with a rate, at most
 * @param rate calls begun in a second, 0 for each as soon as another has ended
 * @param seconds how long it was measured
 * @param opsPerSecond calls done
 * @param p50Micros half of them took no longer
 * @param p99Micros 99 %
 * @param p999Micros 99.9 %
 * @param maxMicros all
 * @param failures calls that failed
 * @param lost calls that were never heard of again
 * @param stalled whether no call ended for a long time
 * @param serverCpuMicros processor time of all members together
 * @param clientCpuMicros processor time of the client; none if the load came from inside of a member
 * @param serverAllocatedBytes what all members together allocated on their heaps, if known
 * @param clientAllocatedBytes what the client allocated; none if the load came from inside of a member
 * @param peakMemoryMib the most memory that any member had so far
 * @param forces how often members forced files to disk in the whole time, if known
 * @param writtenBytes what members had written to disk, all together
 * @param loopbackBytes what went over the loopback interface, others' too
 * @param foreignCpu how much of one processor others had, who were not measured
 * @param forceMicros how long the disk took to make a few bytes durable, alone, before it or after it, whichever was longer; none
 *     where that was not tried
 * @param disturbed whether one of the two was too much, each time that it was tried
 */
public record Sample(
        String system,
        String mode,
        int payload,
        int concurrency,
        long rate,
        double seconds,
        double opsPerSecond,
        double p50Micros,
        double p99Micros,
        double p999Micros,
        double maxMicros,
        long failures,
        long lost,
        boolean stalled,
        double serverCpuMicros,
        @Nullable Double clientCpuMicros,
        @Nullable Double serverAllocatedBytes,
        @Nullable Double clientAllocatedBytes,
        long peakMemoryMib,
        @Nullable Long forces,
        double writtenBytes,
        double loopbackBytes,
        double foreignCpu,
        @Nullable Double forceMicros,
        boolean disturbed) {

    /** Rounds. */
    public Sample {
        seconds = Statistics.rounded(seconds);
        opsPerSecond = Statistics.rounded(opsPerSecond);
        p50Micros = Statistics.rounded(p50Micros);
        p99Micros = Statistics.rounded(p99Micros);
        p999Micros = Statistics.rounded(p999Micros);
        maxMicros = Statistics.rounded(maxMicros);
        serverCpuMicros = Statistics.rounded(serverCpuMicros);
        writtenBytes = Statistics.rounded(writtenBytes);
        loopbackBytes = Statistics.rounded(loopbackBytes);
        foreignCpu = Statistics.rounded(foreignCpu);
        forceMicros = rounded(forceMicros);
        clientCpuMicros = rounded(clientCpuMicros);
        serverAllocatedBytes = rounded(serverAllocatedBytes);
        clientAllocatedBytes = rounded(clientAllocatedBytes);
    }

    private static @Nullable Double rounded(@Nullable Double number) {
        return number == null ? null : Statistics.rounded(number);
    }

    /** This sample, disturbed or not. */
    public Sample withDisturbed(boolean isDisturbed) {
        return new Sample(
                system,
                mode,
                payload,
                concurrency,
                rate,
                seconds,
                opsPerSecond,
                p50Micros,
                p99Micros,
                p999Micros,
                maxMicros,
                failures,
                lost,
                stalled,
                serverCpuMicros,
                clientCpuMicros,
                serverAllocatedBytes,
                clientAllocatedBytes,
                peakMemoryMib,
                forces,
                writtenBytes,
                loopbackBytes,
                foreignCpu,
                forceMicros,
                isDisturbed);
    }
}

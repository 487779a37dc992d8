package io.github.reactiveraft.benchmarks.cli;

import io.github.reactiveraft.benchmarks.probe.LoadResult;
import io.github.reactiveraft.benchmarks.probe.LoadSpec;
import io.github.reactiveraft.benchmarks.process.Cluster;
import io.github.reactiveraft.benchmarks.process.Cluster.Measured;
import io.github.reactiveraft.benchmarks.process.ClusterSpec;
import io.github.reactiveraft.benchmarks.process.Pause;
import io.github.reactiveraft.benchmarks.process.Reading;
import io.github.reactiveraft.benchmarks.results.Sample;
import java.time.Duration;

/** Measures points of one cluster, from its start to its end. */
final class Survey implements AutoCloseable {

    /** More of one processor than this, had by others, disturbs. */
    private static final double TOLERATED = 0.15;

    /** A disk that takes so many times as long as at its best is busy with something else. */
    private static final double SLOW_DISK = 3;

    /** No disk is slow that takes no longer than a few times this, in microseconds. */
    private static final double FAST_DISK = 100;

    private static final Duration A_MOMENT = Duration.ofMillis(300);
    private static final int ATTEMPTS = 4;
    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(2);
    private static final int WARM_UP_PAYLOAD = 256;
    private static final int WARM_UP_CONCURRENCY = 64;
    private static final double MICRO = 1_000;
    private static final double SECOND = 1e9;
    private static final long MIB = 1024L * 1024;

    private final String system;
    private final Cluster cluster;
    private final Progress progress;
    /** The least that the disk was seen to take, alone. */
    private double fastestForce = Double.MAX_VALUE;

    Survey(ClusterSpec spec, Progress progress) {
        this.system = spec.system();
        this.progress = progress;
        progress.now(system + ": starting");
        this.cluster = Cluster.start(spec);
    }

    /** What is measured. */
    Cluster cluster() {
        return cluster;
    }

    /** Keeps everything busy until compilers have done their work. */
    void warmUp(String mode, Duration time) {
        progress.now(system + ": warming up for " + time.toSeconds() + " s, " + mode);
        Point point = new Point(mode, WARM_UP_PAYLOAD, WARM_UP_CONCURRENCY, 0);
        load(point, point.load(time, Duration.ZERO));
    }

    /** Measures a point; again, a few times, while others use the machine or its disk. */
    Sample measure(Point point, Duration time) {
        Duration settling = time.compareTo(LONGEST_SETTLING) < 0 ? time : LONGEST_SETTLING;
        Sample sample = measure(point, settling, time);
        for (int i = 1; i < ATTEMPTS && isDisturbed(sample); i++) {
            progress.now("%s: %s: others had %.0f %% of a processor, and the disk took %.0f us; again"
                    .formatted(system, point, 100 * sample.foreignCpu(), forceMicros(sample)));
            sample = measure(point, settling, time);
        }
        return sample.withDisturbed(isDisturbed(sample));
    }

    /** Measures a point from its first call on, and once, whoever else uses the machine. */
    Sample measureAtOnce(Point point, Duration time) {
        Sample sample = measure(point, Duration.ZERO, time);
        return sample.withDisturbed(isDisturbed(sample));
    }

    private boolean isDisturbed(Sample sample) {
        return sample.foreignCpu() > TOLERATED || forceMicros(sample) > SLOW_DISK * Math.max(FAST_DISK, fastestForce);
    }

    private static double forceMicros(Sample sample) {
        Double known = sample.forceMicros();
        return known == null ? 0 : known;
    }

    /** Of a disk to which the members have nothing more to write. */
    private double forceMicros() {
        Pause.of(A_MOMENT);
        double now = cluster.forceMicros();
        fastestForce = Math.min(fastestForce, now);
        return now;
    }

    private Sample measure(Point point, Duration settling, Duration time) {
        progress.now(system + ": " + point);
        double before = forceMicros();
        Measured measured = load(point, point.load(settling, time));
        double force = Math.max(before, forceMicros());
        Sample sample = sample(point, measured.result(), measured.cost(), force);
        if (sample.failures() > 0) {
            progress.note(system + ": " + point + ": " + sample.failures() + " calls failed, the first one with "
                    + measured.result().failure());
        }
        progress.now("%s: %s: %,.0f/s, p50 %,.0f us, p99 %,.0f us"
                .formatted(system, point, sample.opsPerSecond(), sample.p50Micros(), sample.p99Micros()));
        return sample;
    }

    private Measured load(Point point, LoadSpec load) {
        return point.isEmbedded() ? cluster.loadEmbedded(cluster.leader(), load) : cluster.load(load);
    }

    private Sample sample(Point point, LoadResult result, Reading cost, double forceMicros) {
        double count = Math.max(1, result.doneCount());
        return new Sample(
                system,
                point.mode(),
                point.payload(),
                point.concurrency(),
                point.rate(),
                result.nanos() / SECOND,
                result.doneCount() * SECOND / Math.max(1, result.nanos()),
                result.p50() / MICRO,
                result.p99() / MICRO,
                result.p999() / MICRO,
                result.max() / MICRO,
                result.failedCount(),
                result.lostCount(),
                result.isStalled(),
                cost.serverNanos() / MICRO / count,
                point.isEmbedded() ? null : result.cpuNanos() / MICRO / count,
                cost.allocatedBytes() < 0 ? null : cost.allocatedBytes() / count,
                point.isEmbedded() ? null : result.allocatedBytes() / count,
                cluster.peakMemoryBytes() / MIB,
                cost.forceCount() < 0 ? null : cost.forceCount(),
                cost.writtenBytes() / count,
                cost.loopbackBytes() / count,
                cost.foreignShare(),
                forceMicros,
                false);
    }

    @Override
    public void close() {
        cluster.close();
    }
}

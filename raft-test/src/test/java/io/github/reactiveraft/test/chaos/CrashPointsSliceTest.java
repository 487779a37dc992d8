package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.test.disk.Quiet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A slice of all crash points, so that a build notices at once what the sweep of all of them would find first. */
@ExtendWith(Quiet.class)
class CrashPointsSliceTest {

    private static final int STRIDE = 24;

    @Test
    void nothingIsViolatedWhereverThePowerFails() {
        List<CrashPoints.Point> points = CrashPoints.all();
        List<CrashPoints.Point> slice = IntStream.iterate(0, at -> at < points.size(), at -> at + STRIDE)
                .mapToObj(points::get)
                .toList();

        SweepSummary summary = new SweepSummary();
        new ChaosSweep(1, () -> true, summary::add).points(slice);

        assertThat(slice.stream().map(CrashPoints.Point::script).distinct().toList())
                .isEqualTo(CrashPoints.scripts());
        assertThat(summary.runCount()).isEqualTo(slice.size()).isGreaterThan(120);
        assertThat(summary.takenOverCount()).isGreaterThan(3);
        assertThat(summary.violations()).isEmpty();
        assertThat(summary.doubts()).isEmpty();
    }
}

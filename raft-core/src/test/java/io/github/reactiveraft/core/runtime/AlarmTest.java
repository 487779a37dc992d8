package io.github.reactiveraft.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class AlarmTest {

    private static final Duration WAIT = Duration.ofMillis(500);

    private final Bench bench = new Bench();
    private final Alarm alarm = new Alarm(bench.parts().settings().timing(), bench.loop, bench.time);
    private final List<Boolean> alarms = new ArrayList<>();

    @Test
    void comesWhenItIsDue() {
        alarm.after(WAIT).subscribe(alarms::add);

        bench.passMillis(499);
        assertThat(alarms).isEmpty();
        bench.passMillis(1);

        assertThat(alarms).hasSize(1);
    }

    @Test
    void whatOtherThreadsTakeFromItIsNoStandstill() {
        alarm.after(WAIT).subscribe(alarms::add);

        bench.standStill(50);
        bench.passMillis(500);

        assertThat(alarms).hasSize(1);
    }

    @Test
    void waitsAnewIfTheNodeStoodStill() {
        alarm.after(WAIT).subscribe(alarms::add);

        bench.standStill(51);
        bench.passMillis(899);
        assertThat(alarms).isEmpty();
        bench.passMillis(1);

        assertThat(alarms).hasSize(1);
    }

    @Test
    void waitsAnewIfTheNodeStoodStillAtTheEnd() {
        alarm.after(WAIT).subscribe(alarms::add);

        bench.passMillis(400);
        bench.standStill(51);
        bench.passMillis(599);
        assertThat(alarms).isEmpty();
        bench.passMillis(1);

        assertThat(alarms).hasSize(1);
    }

    @Test
    void nodeThatIsAlwaysLateGetsItsAlarmAllTheSame() {
        alarm.after(WAIT).subscribe(alarms::add);

        for (int standstills = 0; standstills < 4; standstills++) {
            assertThat(alarms).isEmpty();
            bench.standStill(60);
            bench.passMillis(400);
        }

        assertThat(alarms).hasSize(1);
    }

    @Test
    void cancelLeavesNothingBehind() {
        Disposable waiting = alarm.after(WAIT).subscribe(alarms::add);
        bench.standStill(1_000);
        bench.passMillis(550);

        waiting.dispose();
        bench.pass(Duration.ofSeconds(10));

        assertThat(alarms).isEmpty();
    }
}

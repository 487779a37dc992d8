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
    private final List<Long> alarms = new ArrayList<>();

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
    void comesAHeartbeatLaterIfTheNodeStoodStill() {
        alarm.after(WAIT).subscribe(alarms::add);

        bench.standStill(51);
        bench.passMillis(599);
        assertThat(alarms).isEmpty();
        bench.passMillis(1);

        assertThat(alarms).hasSize(1);
    }

    @Test
    void nodeThatIsAlwaysLateGetsItsAlarmAllTheSame() {
        alarm.after(WAIT).subscribe(alarms::add);

        for (int i = 0; i < 8; i++) {
            bench.standStill(60);
            assertThat(alarms).isEmpty();
            bench.passMillis(100);
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

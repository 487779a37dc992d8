package io.github.reactiveraft.examples.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short {@code scripts/evidence slow-subscriber}: as long as the ring still has everything. */
@Tag("process")
class SlowSubscriberIT {

    private static final int CHANGE_COUNT = 5_000;

    @TempDir
    private Path directory = Path.of("given by JUnit");

    @Test
    void bothAreToldEverythingInOrder() {
        SlowSubscriberRun.Result result = new SlowSubscriberRun(directory, line -> {}).run(CHANGE_COUNT);

        assertThat(result.violations()).isEmpty();
        assertThat(result.fast()).isEqualTo(CHANGE_COUNT);
        assertThat(result.slow()).isEqualTo(CHANGE_COUNT);
        assertThat(result.isSlowTold()).isFalse();
    }
}

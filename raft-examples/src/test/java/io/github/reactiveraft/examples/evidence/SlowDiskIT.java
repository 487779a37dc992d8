package io.github.reactiveraft.examples.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short {@code scripts/evidence slow-disk}. */
@Tag("process")
class SlowDiskIT {

    private static final long DISK_RATE = 2 << 20;

    @TempDir
    private Path directory = Path.of("given by JUnit");

    @Test
    void whatIsTooMuchIsRefusedAndNothingIsLost() {
        SlowDiskRun.Result result = new SlowDiskRun(directory, DISK_RATE, line -> {}).run(Duration.ofSeconds(10));

        assertThat(result.violations()).isEmpty();
        assertThat(result.acknowledged()).isGreaterThan(500);
        assertThat(result.overloaded()).isGreaterThan(1_000);
    }
}

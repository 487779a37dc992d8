package io.github.reactiveraft.examples.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short {@code scripts/evidence turmoil}. */
@Tag("process")
class TurmoilIT {

    @TempDir
    private Path directory = Path.of("given by JUnit");

    @Test
    void historyIsLinearizableAndWatchesAreComplete() {
        TurmoilRun.Result result = new TurmoilRun(directory, 7, 64, line -> {}).run(Duration.ofSeconds(30));

        assertThat(result.violations()).isEmpty();
        assertThat(result.faults()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(result.written()).isGreaterThan(500);
        assertThat(result.changes()).isGreaterThan(1_500);
    }
}

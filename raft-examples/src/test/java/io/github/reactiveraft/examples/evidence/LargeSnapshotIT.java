package io.github.reactiveraft.examples.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small {@code scripts/evidence large-snapshot}. */
@Tag("process")
class LargeSnapshotIT {

    @TempDir
    private Path directory = Path.of("given by JUnit");

    @Test
    void snapshotIsTakenSentAndRestoredUnderLoadWithoutAnElection() {
        LargeSnapshotRun.Result result = new LargeSnapshotRun(directory, 32, Duration.ofSeconds(2), line -> {}).run();

        assertThat(result.violations()).isEmpty();
        assertThat(result.quiet().count()).isPositive();
        assertThat(result.quiet().failures()).isZero();
        assertThat(result.taking().failures()).isZero();
        assertThat(result.sending().failures()).isZero();
    }
}

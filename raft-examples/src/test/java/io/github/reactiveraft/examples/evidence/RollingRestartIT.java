package io.github.reactiveraft.examples.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short {@code scripts/evidence rolling-restart}. */
@Tag("process")
class RollingRestartIT {

    @TempDir
    private Path directory = Path.of("given by JUnit");

    @Test
    void nobodyIsToldThatACommandFailed() {
        RollingRestartRun.Result result = new RollingRestartRun(directory, line -> {}).run(1);

        assertThat(result.violations()).isEmpty();
        assertThat(result.restarts()).isEqualTo(3);
        assertThat(result.acknowledged()).isGreaterThan(300);
    }
}

package io.github.reactiveraft.examples.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short slice of {@code scripts/evidence power-cuts}, and proof that it can fail. */
@Tag("process")
class PowerCutIT {

    @TempDir
    private Path directory = Path.of("given by JUnit");

    @Test
    void nothingAcknowledgedIsLostOrDoneTwiceWhenThePowerIsCut() {
        PowerCutRun.Result result = new PowerCutRun(directory, 1, line -> {}).run(2);

        assertThat(result.violations()).isEmpty();
        assertThat(result.cycles()).isEqualTo(2);
        assertThat(result.acknowledged()).isGreaterThanOrEqualTo(200);
    }

    /** The log is one file, so that no start can tell that there was more of it. */
    @Test
    void logThatIsNeverForcedIsLostAndThatIsNoticed() {
        PowerCutRun.Result result = new PowerCutRun(directory, 1, 1024 * 1024, ".log", line -> {}).run(3);

        assertThat(result.verdict()).isEqualTo("BROKEN");
        assertThat(result.violations()).first().asString().startsWith("lost: ");
    }
}

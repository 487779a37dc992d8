package io.github.reactiveraft.examples.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceAppTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "power-cuts --cycles 0",
                "power-cuts --seed one",
                "large-snapshot --mib 0",
                "large-snapshot --mib 65537",
                "restart --entries 0",
                "restart --entries",
                "restart --no-such",
                "rolling-restart --rounds 0",
                "no-such"
            })
    void wrongOptionsAreRefusedInOneLine(String line) {
        assertThat(exitCode(line.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("--help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpTellsOfTheCommandsForPeopleAlone() {
        assertThat(exitCode("--help")).isZero();
        assertThat(out.toString())
                .contains("power-cuts", "large-snapshot", "restart", "rolling-restart")
                .doesNotContain("reopen", "node ");
    }

    private int exitCode(String... arguments) {
        return EvidenceApp.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}

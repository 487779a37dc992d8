package io.github.reactiveraft.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Three real nodes, and a person who has typed everything already. */
class KvAppTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String typed, String... arguments) {
        CommandLine commandLine = KvApp.commandLine(new BufferedReader(new StringReader(typed)));
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @Test
    void linesAreAnsweredAndTheDataIsThereAgainNextTime(@TempDir Path data) {
        assertThat(execute("put a 1\n\nset b 2\nput b 2\nquit\nput a 3\n", "--data", data.toString()))
                .isZero();
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("3 nodes keep their data in " + data + "; put KEY"),
                        line -> assertThat(line).matches("a stored \\(version \\d+\\): it was absent"),
                        line -> assertThat(line).startsWith("Write put KEY VALUE"),
                        line -> assertThat(line).matches("b stored \\(version \\d+\\): it was absent"));

        assertThat(execute("watch b\ncas b 2 3\nlist", "--data", data.toString()))
                .isZero();
        assertThat(out.toString()).contains("it held 2", "a = 1 (version ", "b = 3 (version ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void wrongPortIsAnsweredWithTheUsage() {
        assertThat(execute("", "--port", "64001")).isEqualTo(2);

        assertThat(err.toString())
                .startsWith("--port takes 0 to 64000, but is 64001")
                .contains("Usage: kv");
    }

    @Test
    void directoryThatIsNoneIsOneLine(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(execute("", "--data", file.toString())).isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().contains(file.toString());
    }
}

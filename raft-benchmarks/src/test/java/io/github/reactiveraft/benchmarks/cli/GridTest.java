package io.github.reactiveraft.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GridTest {

    @Test
    void theKeyGridIsPartOfTheWholeOne() {
        assertThat(new Grid(true).points()).hasSize(10).contains(new Point("read", 16, 1024, 0));
        assertThat(new Grid(false).points())
                .containsAll(new Grid(true).points())
                .hasSize(20);
        assertThat(new Grid(true).lives()).hasSize(2);
    }

    @Test
    void wrongOptionsAreRefusedInOneLine() {
        StringWriter err = new StringWriter();
        CommandLine command = BenchmarksApp.commandLine().setErr(new PrintWriter(err));

        assertThat(command.execute("cluster", "--system=nobody")).isEqualTo(2);
        assertThat(command.execute("cluster", "--system=ours", "--mode=sideways"))
                .isEqualTo(2);
        assertThat(command.execute("failover", "--system=limit")).isEqualTo(2);

        assertThat(err.toString().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("; see benchmarks "))
                .anyMatch(line -> line.contains("rival-nobody.jar was not built"));
    }
}

package io.github.reactiveraft.examples.counter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.examples.members.FreePorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CounterAppTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory = Path.of("given by JUnit");

    private final List<CounterService> running = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void close() {
        running.forEach(service -> service.close().block(PATIENCE));
    }

    private int execute(String... arguments) {
        CommandLine commandLine = CounterApp.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private String[] node(String id, int port, int httpPort) {
        return new String[] {
            "node",
            "--id",
            id,
            "--listen",
            "127.0.0.1:" + port,
            "--http",
            "127.0.0.1:" + httpPort,
            "--peers",
            id + "=127.0.0.1:" + port,
            "--data",
            directory.toString()
        };
    }

    /** A node of one, started beside the command line that is tried. */
    private CounterService start(String... arguments) {
        CommandLine.ParseResult parsed = CounterApp.commandLine().parseArgs(arguments);
        RunCommand command = (RunCommand) parsed.subcommand().commandSpec().userObject();
        CounterService service = Objects.requireNonNull(command.start().block(PATIENCE));
        running.add(service);
        return service;
    }

    private static int freePort() {
        return FreePorts.after(21_000, 1).get(0);
    }

    private void assertOneLine(String start) {
        assertThat(err.toString().lines()).singleElement().asString().startsWith(start);
    }

    @Test
    void helpIsNoError() {
        assertThat(execute("node", "--help")).isZero();
        assertThat(out.toString()).contains("--peers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "count",
                "demo --nodes 0",
                "demo --nodes 10",
                "demo --nodes three",
                "demo --port 65536",
                "demo --port -1",
                "demo extra",
                "node",
                "node --id n1 --listen h:1 --http h:2 --peers n1=h:1",
                "node --id n_/ --listen h:1 --http h:2 --peers n1=h:1 --data d",
                "node --id n2 --listen h:1 --http h:2 --peers n1=h:1 --data d",
                "node --id n1 --listen h --http h:2 --peers n1=h:1 --data d",
                "node --id n1 --listen h:0 --http h:2 --peers n1=h:1 --data d",
                "node --id n1 --listen h:1 --http h:2 --peers n1 --data d",
                "node --id n1 --listen h:1 --http h:2 --peers n1=h:1 --data d --cluster a/b"
            })
    void wrongOptionsAreAnsweredWithTheUsage(String line) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);

        assertThat(execute(arguments)).isEqualTo(2);

        assertThat(err.toString()).contains("Usage: counter").doesNotContain("Exception");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void wrongOptionIsNamedTogetherWithWhatItTakes() {
        execute("node", "--id", "n1", "--listen", "7001", "--http", "h:2", "--peers", "n1=h:1", "--data", "d");

        assertThat(err.toString())
                .startsWith("Invalid value for option '--listen': "
                        + "'7001' is no address: write host:port, as in 127.0.0.1:7001");
    }

    @Test
    void busyHttpPortIsOneLineAndLeavesTheNodeClosed() throws IOException {
        int port = freePort();
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(execute(node("n1", port, busy.getLocalPort()))).isEqualTo(2);
            assertOneLine("Cannot listen for HTTP on 127.0.0.1:" + busy.getLocalPort() + ": Address already in use");
        }

        assertThat(start(node("n1", port, 0)).door().address().getPort()).isPositive();
    }

    @Test
    void busyPortIsOneLine() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(execute(node("n1", busy.getLocalPort(), 0))).isEqualTo(2);

            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1:" + busy.getLocalPort(), "in use");
        }
    }

    @Test
    void directoryInUseIsOneLine() {
        start(node("n1", freePort(), 0));

        assertThat(execute(node("n1", freePort(), 0))).isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().contains(directory.toString());
    }

    @Test
    void directoryOfAnotherNodeIsOneLine() {
        start(node("n1", freePort(), 0)).close().block(PATIENCE);

        assertThat(execute(node("n2", freePort(), 0))).isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().contains(directory.toString(), "n1", "n2");
    }

    @Test
    void nodeNamesWhereItListensAndWhereItCounts() {
        String[] arguments = node("n1", freePort(), 0);
        CommandLine.ParseResult parsed = CounterApp.commandLine().parseArgs(arguments);
        RunCommand command = (RunCommand) parsed.subcommand().commandSpec().userObject();
        CounterService service = Objects.requireNonNull(command.start().block(PATIENCE));
        running.add(service);

        command.announce(service, new PrintWriter(out));

        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .contains("n1", arguments[4], directory.toString())
                .contains("http://127.0.0.1:" + service.door().address().getPort() + "/");
    }
}

package io.github.reactiveraft.examples.counter.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.examples.counter.process.NodeScripts.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The open protocol (docs/protocol.md), spoken from JavaScript by programs that share nothing with this project. */
@Tag("process")
class ForeignClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory = Path.of("given by JUnit");

    /** @param first which member the script is to try first */
    private Script start(NodeScripts scripts, String name, CounterCluster cluster, int first) {
        List<String> addresses = new ArrayList<>(cluster.addresses());
        Collections.rotate(addresses, -first);
        List<String> commandLine = new ArrayList<>(List.of(name, "counter"));
        commandLine.addAll(addresses);
        return scripts.start(directory, commandLine);
    }

    private static JsonNode report(Script script) {
        assertThat(script.exitCode()).as(script::errors).isZero();
        List<String> lines = script.lines();
        return JSON.readTree(lines.get(lines.size() - 1));
    }

    private static void await(String what, BooleanSupplier condition) {
        boolean isSo = Flux.interval(Duration.ofMillis(20))
                .onBackpressureDrop()
                .take(PATIENCE)
                .toStream(1)
                .anyMatch(tick -> condition.getAsBoolean());
        assertThat(isSo).as(what).isTrue();
    }

    @Test
    void everyOperationDoesWhatTheProtocolSays() throws Exception {
        NodeScripts scripts = NodeScripts.installed(directory);
        try (CounterCluster cluster = new CounterCluster(directory)) {
            cluster.awaitWhole();
            try (Script script = start(scripts, "operations.js", cluster, 0)) {
                JsonNode report = report(script);

                assertThat(report.get("leader").asString()).matches("\\d+ n[123] 127\\.0\\.0\\.1:\\d+");
                assertThat(report.get("sameTicket").toString())
                        .as("sent four times, to all members")
                        .isEqualTo("[5,5,5,5]");
                assertThat(report.get("nextTicket").asLong()).isEqualTo(12);
                assertThat(report.get("withoutTicket").toString()).isEqualTo("[13,14]");
                assertThat(report.get("read").asLong()).isEqualTo(14);
                assertThat(report.get("local").get("index").asLong()).isPositive();
                assertThat(report.get("watch").get("seen").toString())
                        .matches("\\[\\{\"index\":\\d+,\"value\":5},\\{\"index\":\\d+,\"value\":12},"
                                + "\\{\"index\":\\d+,\"value\":13}]");
                assertThat(report.get("watch").get("unasked").asLong()).isZero();
                assertThat(report.get("refused").asString()).isEqualTo("REJECTED");
            }
        }
    }

    /** Each add is answered with the value, so one that was executed twice, or lost, would show. */
    @Test
    void addsAreDoneOnceThoughTheLeaderIsKilled() throws Exception {
        NodeScripts scripts = NodeScripts.installed(directory);
        try (CounterCluster cluster = new CounterCluster(directory)) {
            cluster.awaitWhole();
            int killed = cluster.awaitLeader();
            try (Script script = start(scripts, "adds.js", cluster, killed)) {
                await("adds", () -> script.lines().contains("adding"));
                CounterClient survivor = cluster.client((killed + 1) % CounterCluster.NODE_COUNT);

                cluster.kill(killed);
                long before = survivor.value()
                        .repeatWhenEmpty(rounds -> rounds.delayElements(Duration.ofMillis(50)))
                        .blockOptional(PATIENCE)
                        .orElseThrow();
                await(
                        "adds without the leader",
                        () -> survivor.value().blockOptional(PATIENCE).orElse(0L) > before);
                script.tellToEnd();

                JsonNode report = report(script);
                List<Long> values =
                        report.get("values").valueStream().map(JsonNode::asLong).toList();
                assertThat(values)
                        .isEqualTo(
                                LongStream.rangeClosed(1, values.size()).boxed().toList());
                assertThat(survivor.value().block(PATIENCE)).isEqualTo(values.size());
                assertThat(report.get("repeatCount").asLong()).isPositive();
            }
        }
    }
}

package io.github.reactiveraft.examples.counter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.MemberStatus;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.examples.counter.CounterQuery;
import io.github.reactiveraft.examples.counter.CounterResult;
import io.github.reactiveraft.examples.counter.FakeNode;
import io.github.reactiveraft.examples.counter.http.CounterDoor;
import io.github.reactiveraft.examples.members.LocalCluster;
import io.github.reactiveraft.examples.members.Nodes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class CounterServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();

    private static CounterService demo(Path data) {
        return Objects.requireNonNull(parsed(data).start().block(PATIENCE));
    }

    private static DemoCommand parsed(Path data) {
        DemoCommand command = new DemoCommand();
        new CommandLine(command).parseArgs("--port", "0", "--data", data.toString());
        return command;
    }

    private static long value(CounterService service) {
        return service.client()
                .read(CounterQuery.VALUE)
                .map(result -> ((CounterResult.Value) result).value())
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private HttpResponse<String> add(CounterService service, int delta) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + service.door().address().getPort() + "/counter/add?delta=" + delta);
        HttpRequest request =
                HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build();
        return client.send(request, BodyHandlers.ofString());
    }

    @Test
    void demoGoesOnCountingAfterARestart(@TempDir Path data) throws Exception {
        CounterService first = demo(data);
        assertThat(value(first)).isZero();
        assertThat(add(first, 5).body()).startsWith("{\"value\":5,\"index\":");
        first.close().block(PATIENCE);

        CounterService second = demo(data);

        assertThat(value(second)).isEqualTo(5);
        second.close().block(PATIENCE);
    }

    @Test
    void demoCountsAndIsWatchedOnWhicheverNodeStops(@TempDir Path data) throws Exception {
        CounterService service = demo(data);
        value(service);
        URI watch = URI.create("http://127.0.0.1:" + service.door().address().getPort() + "/counter/watch");
        HttpResponse<Stream<String>> watching =
                client.send(HttpRequest.newBuilder(watch).build(), BodyHandlers.ofLines());

        LocalCluster<?, ?, ?> cluster = (LocalCluster<?, ?, ?>) service.nodes();
        cluster.stop(leader(cluster)).block(PATIENCE);
        HttpResponse<String> added = add(service, 5);

        assertThat(added.statusCode()).isEqualTo(200);
        try (Stream<String> lines = watching.body()) {
            assertThat(lines.filter(line -> line.startsWith("data:")).findFirst())
                    .hasValueSatisfying(event -> assertThat(event).contains("{\"value\":5,"));
        }
        service.close().block(PATIENCE);
    }

    private static NodeId leader(LocalCluster<?, ?, ?> cluster) {
        return cluster.statuses().stream()
                .filter(member -> member.status().map(RaftStatus::role).equals(Optional.of(Role.LEADER)))
                .map(MemberStatus::node)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void memberThatCannotStartTakesTheOthersDownWithIt(@TempDir Path data) {
        CounterService first = demo(data);

        StepVerifier.create(parsed(data).start())
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(RaftException.Fatal.class)
                        .hasMessageContaining(data.toString()))
                .verify(PATIENCE);

        first.close().block(PATIENCE);
        demo(data).close().block(PATIENCE);
    }

    @Test
    void closedServiceHasTerminated(@TempDir Path data) {
        CounterService service = demo(data);

        service.close().block(PATIENCE);

        StepVerifier.create(service.terminated()).expectComplete().verify(PATIENCE);
    }

    @Test
    void nodeThatStopsByItselfEndsTheProcessWithThreeAndClosesTheOthers() {
        FakeNode broken = new FakeNode();
        FakeNode healthy = new FakeNode();
        CounterDoor.Open door = Objects.requireNonNull(CounterDoor.listening("127.0.0.1", 0)
                .open(healthy, healthy.cluster())
                .block(PATIENCE));
        CounterService service = new CounterService(new Nodes<>(List.of(healthy, broken)), healthy, door);
        Mono<Integer> exitCode = Mono.fromCallable(() -> RunCommand.await(service));

        broken.fail("n1 stopped: the disk is full; restart it once that is mended");

        assertThat(exitCode.block(PATIENCE)).isEqualTo(RunCommand.STOPPED_BY_ITSELF);
        StepVerifier.create(healthy.terminated()).expectComplete().verify(PATIENCE);
    }
}

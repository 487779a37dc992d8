package io.github.reactiveraft.examples.counter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.MemberStatus;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.examples.counter.FakeNode;
import io.github.reactiveraft.examples.members.NodeSwitches;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class SwitchRoutesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeNode node = new FakeNode();
    private final FakeSwitches switches = new FakeSwitches();
    private final HttpClient client = HttpClient.newHttpClient();
    private final CounterDoor.Open door = Objects.requireNonNull(
            CounterDoor.listening("127.0.0.1", 0).open(node, switches).block(PATIENCE));

    @AfterEach
    void close() {
        door.close().block(PATIENCE);
        node.close().block(PATIENCE);
    }

    private HttpResponse<String> ask(String method, String target, String... headers) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + door.address().getPort() + target);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(PATIENCE).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void clusterTellsWhereItsSwitchesAre() throws Exception {
        HttpResponse<String> response = ask("GET", "/cluster");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .startsWith("{\"nodes\":[{\"id\":\"n1\",")
                .endsWith("],\"switches\":{\"n1\":\"RUNNING\"}}");
    }

    @Test
    void nodeIsStoppedAndStarted() throws Exception {
        HttpResponse<String> stopped = ask("POST", "/cluster/n1/stop");

        assertThat(stopped.statusCode()).isEqualTo(200);
        assertThat(stopped.body()).endsWith("\"switches\":{\"n1\":\"STOPPED\"}}");
        assertThat(ask("POST", "/cluster/n1/start").body()).endsWith("\"switches\":{\"n1\":\"RUNNING\"}}");
    }

    @Test
    void whatItDoesAlreadyIsAConflict() throws Exception {
        HttpResponse<String> response = ask("POST", "/cluster/n1/start");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).isEqualTo("{\"error\":\"conflict\",\"message\":\"running\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cluster/n9/stop", "/cluster/n_/stop", "/cluster/%20/start"})
    void nodeThatThereIsNotIsNotFound(String target) throws Exception {
        HttpResponse<String> response = ask("POST", target);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).startsWith("{\"error\":\"unknown node\",");
    }

    @Test
    void startThatFailsIs503AndSaysWhy() throws Exception {
        ask("POST", "/cluster/n1/stop");
        switches.startFailure = Optional.of(new RaftException.Fatal("n1 cannot start: the disk is gone", null));

        HttpResponse<String> response = ask("POST", "/cluster/n1/start");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("the disk is gone");
    }

    @ParameterizedTest
    @CsvSource({"http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"})
    void pageOfAnotherOriginIsRefused(String origin) throws Exception {
        HttpResponse<String> response = ask("POST", "/cluster/n1/stop", "Origin", origin);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(switches.positions().values()).containsExactly(NodeSwitches.Position.RUNNING);
    }

    @Test
    void ownPageIsNotRefused() throws Exception {
        String origin = "http://127.0.0.1:" + door.address().getPort();

        assertThat(ask("POST", "/cluster/n1/stop", "Origin", origin).statusCode())
                .isEqualTo(200);
    }

    @Test
    void wrongMethodIsToldTheRightOne() throws Exception {
        HttpResponse<String> response = ask("GET", "/cluster/n1/stop");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("POST");
    }

    @Test
    void doorOfANodeHasNoSwitches() throws Exception {
        CounterDoor.Open plain = Objects.requireNonNull(
                CounterDoor.listening("127.0.0.1", 0).open(node, node.cluster()).block(PATIENCE));
        URI uri = URI.create("http://127.0.0.1:" + plain.address().getPort() + "/cluster/n1/stop");
        HttpRequest request =
                HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
        plain.close().block(PATIENCE);
    }

    /** One switch, without a node behind it. */
    private static final class FakeSwitches implements NodeSwitches {

        private static final NodeId ID = NodeId.of("n1");

        private volatile Position position = Position.RUNNING;
        private volatile Optional<RuntimeException> startFailure = Optional.empty();

        @Override
        public SortedMap<NodeId, Position> positions() {
            SortedMap<NodeId, Position> positions = new TreeMap<>();
            positions.put(ID, position);
            return positions;
        }

        @Override
        public List<MemberStatus> statuses() {
            return List.of(new MemberStatus(ID, "127.0.0.1:7001", Optional.empty()));
        }

        @Override
        public Mono<Void> stop(NodeId node) {
            return turned(node, Position.STOPPED);
        }

        @Override
        public Mono<Void> start(NodeId node) {
            return Mono.defer(
                    () -> startFailure.<Mono<Void>>map(Mono::error).orElseGet(() -> turned(node, Position.RUNNING)));
        }

        private Mono<Void> turned(NodeId node, Position to) {
            return Mono.fromRunnable(() -> {
                if (!node.equals(ID)) {
                    throw new Refused("no " + node, false);
                }
                if (position == to) {
                    throw new Refused(to.name().toLowerCase(Locale.ROOT), true);
                }
                position = to;
            });
        }
    }
}

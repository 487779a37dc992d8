package io.github.reactiveraft.examples.counter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.MemberStatus;
import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftStatus;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.examples.counter.CounterResult;
import io.github.reactiveraft.examples.counter.FakeNode;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class CounterDoorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final DoorLimits IMPATIENT =
            new DoorLimits(256, 64, 8192, Duration.ofMillis(50), Duration.ofSeconds(15));

    private final FakeNode node = new FakeNode();
    private final HttpClient client = HttpClient.newHttpClient();
    private CounterDoor.Open door = open(DoorLimits.defaults());

    @AfterEach
    void close() {
        door.close().block(PATIENCE);
        node.close().block(PATIENCE);
    }

    private CounterDoor.Open open(DoorLimits limits) {
        return Objects.requireNonNull(new CounterDoor("127.0.0.1", 0, limits)
                .open(node, node.cluster())
                .block(PATIENCE));
    }

    private void reopen(DoorLimits limits) {
        door.close().block(PATIENCE);
        door = open(limits);
    }

    private HttpResponse<String> ask(String method, String target) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder().method(method, BodyPublishers.noBody()), target);
    }

    private HttpResponse<String> ask(HttpRequest.Builder request, String target)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + door.address().getPort() + target);
        return client.send(request.uri(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private static Optional<String> header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name);
    }

    @Test
    void addAnswersTheValueAndItsIndex() throws Exception {
        ask("POST", "/counter/add?delta=7");

        HttpResponse<String> response = ask("POST", "/counter/add?delta=-2");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"value\":5,\"index\":2}");
        assertThat(header(response, "content-type")).contains("application/json");
    }

    @Test
    void valueIsRead() throws Exception {
        ask("POST", "/counter/add?delta=9223372036854775807");

        HttpResponse<String> response = ask("GET", "/counter");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"value\":9223372036854775807}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "-9223372036854775808", "0000000000000000005"})
    void everyWholeNumberCanBeAdded(String delta) throws Exception {
        HttpResponse<String> response = ask("POST", "/counter/add?delta=" + delta);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"value\":" + Long.parseLong(delta) + ",\"index\":1}");
    }

    @Test
    void addBeyondTheRangeIsAConflictAndChangesNothing() throws Exception {
        ask("POST", "/counter/add?delta=9223372036854775807");

        HttpResponse<String> response = ask("POST", "/counter/add?delta=1");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("\"error\":\"out of range\"", "nothing was changed");
        assertThat(ask("GET", "/counter").body()).isEqualTo("{\"value\":9223372036854775807}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/counter/add",
                "/counter/add?delta",
                "/counter/add?delta=",
                "/counter/add?delta=NaN",
                "/counter/add?delta=1.5",
                "/counter/add?delta=1e3",
                "/counter/add?delta=+5",
                "/counter/add?delta=%2B5",
                "/counter/add?delta=0x10",
                "/counter/add?delta=%D9%A5",
                "/counter/add?delta=9223372036854775808",
                "/counter/add?delta=-9223372036854775809",
                "/counter/add?delta=99999999999999999999",
                "/counter/add?delta=1&delta=2",
                "/counter/add?delta=1&times=2",
                "/counter/add?by=1"
            })
    void badAddIsRefusedWithAMessageBeforeTheNodeSeesIt(String target) throws Exception {
        HttpResponse<String> response = ask("POST", target);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .startsWith("{\"error\":\"bad request\",\"message\":\"")
                .contains("delta");
        assertThat(node.submitCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?x=1",
                "/counter?x=1",
                "/counter/watch?x=1",
                "/counter/watch?from=0",
                "/counter/watch?from=now",
                "/cluster?x"
            })
    void unknownQueryIsRefused(String target) throws Exception {
        assertThat(ask("GET", target).statusCode()).isEqualTo(400);
    }

    @Test
    void badPercentEncodingIsRefused() throws Exception {
        try (RawClient raw = RawClient.to(door.address())) {
            raw.send("POST /counter/add?delta=%zz HTTP/1.1\r\nHost: test\r\n\r\n");

            assertThat(raw.lineStartingWith("HTTP/")).isEqualTo("HTTP/1.1 400 Bad Request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/counter/", "/counter/add/5", "/favicon.ico"})
    void unknownPathIsNotFound(String target) throws Exception {
        HttpResponse<String> response = ask("GET", target);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"error\":\"not found\"");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /counter/add, POST",
        "PUT, /counter/add?delta=1, POST",
        "DELETE, /counter/watch, GET",
        "POST, /counter, 'GET, HEAD'",
        "POST, /cluster, 'GET, HEAD'",
        "POST, /, 'GET, HEAD'"
    })
    void wrongMethodIsToldTheRightOne(String method, String target, String allowed) throws Exception {
        HttpResponse<String> response = ask(method, target);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(header(response, "allow")).contains(allowed);
        assertThat(node.submitCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/counter", "/cluster"})
    void headIsAnsweredWithTheHeadersOfGet(String target) throws Exception {
        HttpResponse<String> get = ask("GET", target);

        HttpResponse<String> head = ask("HEAD", target);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "content-type")).isEqualTo(header(get, "content-type"));
    }

    @Test
    void smallBodyIsIgnored() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder().POST(BodyPublishers.ofString("delta=9"));

        HttpResponse<String> response = ask(request, "/counter/add?delta=5");

        assertThat(response.body()).isEqualTo("{\"value\":5,\"index\":1}");
    }

    @Test
    void bodyTooLargeIsRefusedAndTheConnectionCloses() throws Exception {
        try (RawClient raw = RawClient.to(door.address())) {
            raw.send("POST /counter/add?delta=5 HTTP/1.1\r\nHost: test\r\nContent-Length: 99999\r\n\r\n"
                    + "x".repeat(8193));

            assertThat(raw.lineStartingWith("HTTP/")).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
            assertThat(raw.lineStartingWith("never")).isNull();
        }
        assertThat(node.submitCount()).isZero();
    }

    @Test
    void bodyThatTurnsOutTooLargeIsRefused() throws Exception {
        try (RawClient raw = RawClient.to(door.address())) {
            String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
            raw.send("POST /counter/add?delta=5 HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk
                    + chunk + chunk);

            assertThat(raw.lineStartingWith("HTTP/")).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        }
        assertThat(node.submitCount()).isZero();
    }

    @Test
    void failureThatIsDefinitelyNotDoneIs503WithRetryAfter() throws Exception {
        node.failWith(new RaftException.Unavailable("an election is under way"));

        HttpResponse<String> response = ask("POST", "/counter/add?delta=5");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(header(response, "retry-after")).contains("1");
        assertThat(response.body()).isEqualTo("{\"error\":\"unavailable\",\"message\":\"an election is under way\"}");
    }

    @Test
    void unknownOutcomeIs504AndNeverTriedAgain() throws Exception {
        node.failWith(new RaftException.OutcomeUnknown("the leader went away", null));

        HttpResponse<String> response = ask("POST", "/counter/add?delta=5");

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(response.body()).isEqualTo("{\"outcome\":\"unknown\"}");
        assertThat(node.submitCount()).isEqualTo(1);
    }

    @Test
    void addWithoutAnAnswerInTimeIs504AndWithdrawn() throws Exception {
        reopen(IMPATIENT);
        node.answerWith(Mono::never);

        HttpResponse<String> response = ask("POST", "/counter/add?delta=5");

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(response.body()).isEqualTo("{\"outcome\":\"unknown\"}");
        assertThat(node.submitCount()).isEqualTo(1);
        assertThat(node.cancelCount()).isEqualTo(1);
    }

    @Test
    void readWithoutAnAnswerInTimeIs503() throws Exception {
        reopen(IMPATIENT);
        node.answerWith(Mono::never);

        HttpResponse<String> response = ask("GET", "/counter");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(header(response, "retry-after")).contains("1");
    }

    @Test
    void whatShouldNotExistIs500() throws Exception {
        node.failWith(new IllegalStateException("a deliberate fault of this test"));

        HttpResponse<String> response = ask("POST", "/counter/add?delta=5");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("deliberate");
    }

    @Test
    void clusterListsReachableAndUnreachableNodes() throws Exception {
        NodeId n1 = NodeId.of("n1");
        NodeId n2 = NodeId.of("n2");
        RaftStatus leading = new RaftStatus(n1, Role.LEADER, 3, Optional.of(n1), 9, 8, 7, StorageHealth.FULL);
        node.members(
                new MemberStatus(n1, "127.0.0.1:7001", Optional.of(leading)),
                new MemberStatus(n2, "127.0.0.1:7002", Optional.empty()));

        HttpResponse<String> response = ask("GET", "/cluster");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"nodes\":[{\"id\":\"n1\",\"address\":\"127.0.0.1:7001\",\"role\":\"LEADER\",\"term\":3,"
                        + "\"leader\":\"n1\",\"lastIndex\":9,\"commitIndex\":8,\"lastApplied\":7,\"storage\":\"FULL\",\"reachable\":true},"
                        + "{\"id\":\"n2\",\"address\":\"127.0.0.1:7002\",\"role\":null,\"term\":null,"
                        + "\"leader\":null,\"lastIndex\":null,\"commitIndex\":null,\"lastApplied\":null,"
                        + "\"storage\":null,\"reachable\":false}]}");
    }

    @Test
    void pageIsServedAndLoadsNothingFromElsewhere() throws Exception {
        HttpResponse<String> response = ask("GET", "/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "content-type")).contains("text/html; charset=utf-8");
        assertThat(response.body()).contains("<title>").doesNotContain("src=", "@import", "href=\"http");
    }

    @Test
    void oneConnectionTooManyIsClosedAndTheOthersStay() throws Exception {
        reopen(new DoorLimits(1, 1, 8192, PATIENCE, Duration.ofSeconds(15)));

        try (RawClient first = RawClient.watching(door.address());
                RawClient second = RawClient.to(door.address())) {
            assertThat(endOf(second)).isTrue();
            node.submit(1L).block(PATIENCE);
            assertThat(first.lineStartingWith("data:")).isEqualTo("data: {\"value\":1,\"index\":1}");
        }
    }

    private static boolean endOf(RawClient raw) throws IOException {
        try {
            return raw.lineStartingWith("HTTP/") == null;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void answersUnderWayAreStillSentWhenTheDoorCloses() throws Exception {
        Sinks.One<CounterResult> answer = Sinks.one();
        node.answerWith(answer::asMono);
        try (RawClient raw = RawClient.to(door.address())) {
            raw.send("POST /counter/add?delta=5 HTTP/1.1\r\nHost: test\r\n\r\n");
            Flux.interval(Duration.ofMillis(5))
                    .filter(tick -> node.submitCount() == 1)
                    .blockFirst(PATIENCE);

            door.stopAccepting().block(PATIENCE);
            answer.tryEmitValue(new CounterResult.Value(5, 1));
            door.close().block(PATIENCE);

            assertThat(raw.lineStartingWith("{")).isEqualTo("{\"value\":5,\"index\":1}");
            assertThat(raw.lineStartingWith("never")).isNull();
        }
    }

    @Test
    void busyPortFailsTheOpeningAndNothingElse() {
        StepVerifier.create(new CounterDoor("127.0.0.1", door.address().getPort(), DoorLimits.defaults())
                        .open(node, node.cluster()))
                .expectErrorSatisfies(failure -> assertThat(failure).hasStackTraceContaining("in use"))
                .verify(PATIENCE);
    }
}

package io.github.reactiveraft.examples.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.examples.members.Member;
import io.github.reactiveraft.examples.members.Nodes;
import io.github.reactiveraft.examples.readme.Tally;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.messaging.rsocket.RSocketRequester;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The open protocol (docs/protocol.md), spoken by a client that knows nothing of this project: Spring's. */
class SpringRequesterTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ROUTE = "raft/v1/tally/main/";
    private static final MimeType TICKET = new MimeType("application", "x.reactive-raft.ticket.v1");

    private Nodes<Long, String, Long> nodes = new Nodes<>(List.of());
    private RSocketRequester requester = requester(1);

    private static RSocketRequester requester(int port) {
        return RSocketRequester.builder()
                .dataMimeType(MimeTypeUtils.APPLICATION_OCTET_STREAM)
                .tcp("127.0.0.1", port);
    }

    /** Its transport works with sun.misc.Unsafe only, which a machine can be told to deny (ADR 0016). */
    @BeforeAll
    static void itsTransportWorks() throws ClassNotFoundException {
        assumeTrue(isUnsafeAllowed(), "sun.misc.Unsafe is denied");
    }

    private static boolean isUnsafeAllowed() throws ClassNotFoundException {
        try {
            Class.forName("io.rsocket.internal.jctools.queues.MpscUnboundedArrayQueue");
            return true;
        } catch (LinkageError denied) {
            return false;
        }
    }

    @BeforeEach
    void start(@TempDir Path directory) {
        List<Member> members = Member.onLoopback("tally", 3, 17_400, directory);
        nodes = Nodes.start(members, Tally::new).blockOptional(LIMIT).orElseThrow();
        requester = requester(members.get(1).listen().port());
        Mono<String> leader = requester
                .route(ROUTE + "leaders")
                .retrieveFlux(byte[].class)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(text -> text.split(" ", -1).length == 3)
                .next();
        assertThat(leader.block(LIMIT)).matches("\\d+ n[123] 127\\.0\\.0\\.1:\\d+");
    }

    @AfterEach
    void stop() {
        requester.dispose();
        nodes.close().block(LIMIT);
    }

    @Test
    void commandIsExecutedOnceHoweverOftenItIsSentWithItsTicket() {
        long session = number(ask("session", new byte[0]));
        byte[] ticket =
                ByteBuffer.allocate(16).putLong(session).putLong(1L << 16).array();

        Flux<Long> threeTimes = Flux.range(0, 3).concatMap(time -> requester
                .route(ROUTE + "submit")
                .metadata(ticket, TICKET)
                .data(Codec.int64().encode(5L))
                .retrieveMono(byte[].class)
                .map(SpringRequesterTest::number));

        StepVerifier.create(threeTimes).expectNext(5L, 5L, 5L).expectComplete().verify(LIMIT);
        assertThat(number(ask("read", Codec.utf8().encode("total")))).isEqualTo(5);
    }

    @Test
    void withoutATicketItIsExecutedEachTime() {
        ask("submit", Codec.int64().encode(5L));

        assertThat(number(ask("submit", Codec.int64().encode(5L)))).isEqualTo(10);
    }

    @Test
    void changesAreAStream() {
        Flux<Long> changes =
                requester.route(ROUTE + "watch").retrieveFlux(byte[].class).map(SpringRequesterTest::number);

        StepVerifier.create(changes.take(2)
                        .mergeWith(Mono.delay(Duration.ofMillis(300))
                                .thenMany(Flux.range(1, 2))
                                .concatMap(add -> requester
                                        .route(ROUTE + "submit")
                                        .data(Codec.int64().encode((long) add))
                                        .retrieveMono(byte[].class))
                                .thenMany(Flux.empty())))
                .expectNext(1L, 3L)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void errorsBeginWithAWordForPrograms() {
        StepVerifier.create(requester
                        .route("raft/v1/other/main/submit")
                        .data(new byte[8])
                        .retrieveMono(byte[].class))
                .expectErrorSatisfies(failure ->
                        assertThat(failure).hasMessageStartingWith("REJECTED ").hasMessageContaining(ROUTE))
                .verify(LIMIT);
    }

    private byte[] ask(String operation, byte[] data) {
        return requester
                .route(ROUTE + operation)
                .data(data)
                .retrieveMono(byte[].class)
                .blockOptional(LIMIT)
                .orElseThrow();
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }
}

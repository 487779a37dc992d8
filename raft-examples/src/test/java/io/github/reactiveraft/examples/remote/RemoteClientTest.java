package io.github.reactiveraft.examples.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.ReadMode;
import io.github.reactiveraft.api.ReadToken;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.examples.members.Member;
import io.github.reactiveraft.examples.members.Nodes;
import io.github.reactiveraft.examples.readme.Tally;
import io.github.reactiveraft.transport.rsocket.RSocketRaftClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A client of three real nodes, over real connections. */
class RemoteClientTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int ADD_COUNT = 2_000;

    private Nodes<Long, String, Long> nodes = new Nodes<>(List.of());
    private @Nullable RaftClient<Long, String, Long> connected;

    @BeforeEach
    void start(@TempDir Path directory) {
        List<Member> members = Member.onLoopback("tally", 3, 17_300, directory);
        nodes = Nodes.start(members, Tally::new).blockOptional(LIMIT).orElseThrow();
        String[] seeds =
                members.stream().map(member -> member.listen().toString()).toArray(String[]::new);
        connected = RSocketRaftClient.of(new Tally(), "tally")
                .seeds(seeds)
                .connect()
                .blockOptional(LIMIT)
                .orElseThrow();
    }

    @AfterEach
    void stop() {
        client().close().block(LIMIT);
        nodes.close().block(LIMIT);
    }

    private RaftClient<Long, String, Long> client() {
        return Objects.requireNonNull(connected);
    }

    @Test
    void clusterIsUsedLikeAMember() {
        RaftClient<Long, String, Long> client = client();
        List<Change<Long>> changes = new CopyOnWriteArrayList<>();
        ReadToken token = ReadToken.start();
        client.leaders().filter(change -> change.leader().isPresent()).blockFirst(LIMIT);
        client.watch().subscribe(changes::add, failure -> {});

        StepVerifier.create(client.submit(5L)
                        .concatWith(client.submitAll(Flux.just(1L, 2L)))
                        .concatWith(client.read("total"))
                        .concatWith(client.read("total", ReadMode.local(token))))
                .expectNext(5L, 6L, 8L, 8L, 8L)
                .expectComplete()
                .verify(LIMIT);

        assertThat(token.index()).isGreaterThanOrEqualTo(5);
        Flux.interval(Duration.ofMillis(10))
                .takeUntil(tick -> changes.size() >= 3)
                .blockLast(LIMIT);
        assertThat(changes).extracting(Change::value).contains(5L, 6L, 8L);
    }

    /** Each add is answered with the total, so one that was executed twice, or lost, would show. */
    @Test
    void addsAreDoneOnceThoughTheLeaderGoes() {
        RaftClient<Long, String, Long> client = client();
        client.submit(0L).block(LIMIT);
        List<Change<Long>> changes = new CopyOnWriteArrayList<>();
        client.watch(1).subscribe(changes::add, failure -> {});
        Flux<Long> adds = Flux.range(1, ADD_COUNT)
                .concatMap(number -> number == ADD_COUNT / 2 ? leader().close().thenReturn(1L) : Mono.just(1L));

        List<Long> totals =
                client.submitAll(adds).collectList().blockOptional(LIMIT).orElseThrow();

        assertThat(totals).hasSize(ADD_COUNT).doesNotHaveDuplicates();
        assertThat(totals).allMatch(total -> total >= 1 && total <= ADD_COUNT);
        StepVerifier.create(client.read("total"))
                .expectNext((long) ADD_COUNT)
                .expectComplete()
                .verify(LIMIT);
        Flux.interval(Duration.ofMillis(10))
                .takeUntil(tick -> changes.size() > ADD_COUNT)
                .blockLast(LIMIT);
        assertThat(changes)
                .extracting(Change::value)
                .as("watched all along, whoever led")
                .isEqualTo(LongStream.rangeClosed(0, ADD_COUNT).boxed().toList());
    }

    private RaftNode<Long, String, Long> leader() {
        return nodes.all().stream()
                .filter(node -> node.status().role() == Role.LEADER)
                .findFirst()
                .orElseThrow();
    }
}

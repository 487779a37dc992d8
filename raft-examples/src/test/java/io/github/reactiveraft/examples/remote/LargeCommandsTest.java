package io.github.reactiveraft.examples.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.LeaderChange;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException;
import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.examples.members.Member;
import io.github.reactiveraft.examples.members.Nodes;
import io.github.reactiveraft.transport.rsocket.RSocketRaftClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Commands, results, answers and changes of 16 MiB on real nodes and over real connections. */
class LargeCommandsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LARGEST = 16 * 1024 * 1024;

    private Nodes<byte[], byte[], byte[]> nodes = new Nodes<>(List.of());
    private @Nullable RaftClient<byte[], byte[], byte[]> connected;

    @BeforeEach
    void start(@TempDir Path directory) {
        List<Member> members = Member.onLoopback("blob", 3, 17_340, directory);
        nodes = Nodes.start(members, BlobMachine::new).blockOptional(LIMIT).orElseThrow();
        String[] seeds =
                members.stream().map(member -> member.listen().toString()).toArray(String[]::new);
        connected = RSocketRaftClient.of(new BlobMachine(), "blob")
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

    private RaftClient<byte[], byte[], byte[]> client() {
        return Objects.requireNonNull(connected);
    }

    /** A majority was enough for the first command: this one may hear of its leader only now. */
    private static Mono<LeaderChange> knowsTheLeader(RaftNode<?, ?, ?> node) {
        return node.leaders().filter(change -> change.leader().isPresent()).next();
    }

    private static byte[] blob(int seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void theLargestAreServedAndCostNoElection() {
        RaftClient<byte[], byte[], byte[]> client = client();
        client.submit(new byte[1]).block(LIMIT);
        Flux.fromIterable(nodes.all())
                .flatMap(LargeCommandsTest::knowsTheLeader)
                .blockLast(LIMIT);
        List<LeaderChange> elections = new CopyOnWriteArrayList<>();
        nodes.all().get(0).leaders().skip(1).subscribe(elections::add, failure -> {});
        Mono<Change<byte[]>> change = client.watch(1).skip(1).next().cache();
        change.subscribe(told -> {}, failure -> {});
        byte[] large = blob(1, LARGEST);

        StepVerifier.create(client.submit(large))
                .assertNext(result -> assertThat(Arrays.equals(result, large)).isTrue())
                .expectComplete()
                .verify(LIMIT);
        StepVerifier.create(Flux.fromIterable(nodes.all()).concatMap(node -> node.read(new byte[0])))
                .thenConsumeWhile(answer -> Arrays.equals(answer, large))
                .expectComplete()
                .verify(LIMIT);
        StepVerifier.create(change)
                .assertNext(
                        told -> assertThat(Arrays.equals(told.value(), large)).isTrue())
                .expectComplete()
                .verify(LIMIT);
        assertThat(elections).as("elections while it was on its way").isEmpty();
    }

    @Test
    void manyAtOnceAreServedBesideSmallOnes() {
        RaftClient<byte[], byte[], byte[]> client = client();
        Flux<byte[]> large = Flux.range(0, 4)
                .flatMap(seed -> client.submit(blob(seed, LARGEST / 4)), 3)
                .doOnNext(result -> assertThat(result).hasSize(LARGEST / 4));
        Flux<byte[]> small = Flux.range(0, 50)
                .concatMap(seed -> client.submit(blob(seed, 100)))
                .doOnNext(result -> assertThat(result).hasSize(100));

        StepVerifier.create(Mono.when(large, small)).expectComplete().verify(LIMIT);
    }

    @Test
    void oneByteMoreIsRejectedAtOnce() {
        byte[] tooLarge = new byte[LARGEST + 1];

        StepVerifier.create(client().submit(tooLarge))
                .expectError(RaftException.Rejected.class)
                .verify(LIMIT);
        for (RaftNode<byte[], byte[], byte[]> node : nodes.all()) {
            StepVerifier.create(node.submit(tooLarge))
                    .expectError(RaftException.Rejected.class)
                    .verify(LIMIT);
        }
    }
}

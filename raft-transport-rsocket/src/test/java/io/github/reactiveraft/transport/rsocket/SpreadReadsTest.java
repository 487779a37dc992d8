package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A client whose reads any member answers, over real connections. */
class SpreadReadsTest {

    private final Peers peers = new Peers();
    private final TextClients clients = new TextClients();
    private final ScriptedGateway gateway = new ScriptedGateway(7);

    @AfterEach
    void close() {
        clients.close();
        peers.close();
    }

    @Test
    void readsAreSpreadOverAllSeedsIfThatIsWanted() {
        ScriptedGateway other = new ScriptedGateway(9);
        RaftClient<String, String, String> client =
                clients.spreading(peers.start("n1", gateway), peers.start("n2", other));

        StepVerifier.create(Flux.range(0, 40).concatMap(i -> client.read("q" + i)))
                .expectNextCount(40)
                .expectComplete()
                .verify(Peers.SOON);

        assertThat(gateway.readCount).hasValue(20);
        assertThat(other.readCount).hasValue(20);
    }

    /** It hangs, or does not serve. */
    @Test
    void memberThatIsOfNoUseForReadsHoldsUpFewAndIsLeftAlone() {
        gateway.leads(1, "n1");
        ScriptedGateway silent = new ScriptedGateway(9).reading(query -> Mono.never());
        ScriptedGateway useless =
                new ScriptedGateway(11).reading(query -> Mono.error(new Unavailable("has no leader")));
        RaftClient<String, String, String> client =
                clients.spreading(peers.start("n1", gateway), peers.start("n2", silent), peers.start("n3", useless));
        List<String> answers = new CopyOnWriteArrayList<>();

        Flux.range(0, 60).flatMap(i -> client.read("q" + i), 6).subscribe(answers::add, closed -> {});
        Flux.interval(Duration.ofMillis(10))
                .takeUntil(tick -> answers.size() >= 55)
                .blockLast(Peers.SOON);

        assertThat(silent.readCount.get()).isBetween(1, 5);
        assertThat(useless.readCount.get()).isBetween(1, 12);
    }
}

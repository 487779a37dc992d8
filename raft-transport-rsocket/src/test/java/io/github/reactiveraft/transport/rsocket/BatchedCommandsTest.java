package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.api.RaftException.Rejected;
import io.github.reactiveraft.api.model.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** A client's commands that come together, against a door that answers as the test says. */
class BatchedCommandsTest {

    private final Peers peers = new Peers();
    private final TextClients clients = new TextClients();
    private final ScriptedGateway gateway = new ScriptedGateway(7);

    @AfterEach
    void close() {
        clients.close();
        peers.close();
    }

    /** Two are under way and not answered, so the rest goes out as one request; each is answered for itself. */
    @Test
    void commandsThatCameTogetherGoOutTogetherAndAreAnsweredEachForItself() {
        Sinks.Empty<Void> held = Sinks.empty();
        gateway.submitting((ticket, command) -> switch (Codec.utf8().decode(command.buffer())) {
            case "0", "1" -> held.asMono().thenReturn(command);
            case "3" -> Mono.error(new Rejected("not this one", null));
            case "5" -> Mono.just(Bytes.of(new byte[2 * 1024 * 1024]));
            default -> Mono.just(command);
        });
        RaftClient<String, String, String> client = clients.connect(TextClients.describe(peers.start("n1", gateway)));
        Flux<String> outcomes = Flux.range(0, 8).flatMapSequential(i -> client.submit(Integer.toString(i))
                .map(result -> result.length() > 10 ? "large" : result)
                .onErrorResume(Rejected.class, refused -> Mono.just("refused")));

        StepVerifier.create(outcomes.doOnSubscribe(subscribed -> Flux.interval(Duration.ofMillis(10))
                        .takeUntil(tick -> gateway.tickets.size() >= 2)
                        .doOnComplete(held::tryEmitEmpty)
                        .subscribe()))
                .expectNext("0", "1", "2", "refused", "4", "large", "6", "7")
                .expectComplete()
                .verify(Peers.SOON);

        assertThat(gateway.tickets).as("the large result was asked for again").hasSize(9);
        assertThat(gateway.tickets).doesNotContainNull();
    }
}

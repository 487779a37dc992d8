package io.github.reactiveraft.examples.readme;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.transport.rsocket.RSocketRaftClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Uses the cluster from another process. */
public final class TallyClient {

    private TallyClient() {}

    /** Connects, and adds up a stream of numbers, as fast as the cluster makes them durable. */
    public static Mono<Long> addAll(Flux<Long> numbers) {
        // snippet: connect
        Mono<RaftClient<Long, String, Long>> connected = RSocketRaftClient.of(new Tally(), "tally")
                .seeds("10.0.0.1:7001", "10.0.0.2:7001", "10.0.0.3:7001")
                .connect();

        return Mono.usingWhen(connected, client -> client.submitAll(numbers).last(), RaftClient::close);
        // end
    }
}

package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.RaftClient;
import io.github.reactiveraft.examples.kv.KvCommand;
import io.github.reactiveraft.examples.kv.KvOutput;
import io.github.reactiveraft.examples.kv.KvQuery;
import io.github.reactiveraft.examples.kv.KvStateMachine;
import io.github.reactiveraft.transport.rsocket.RSocketRaftClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;

/** Clients of a key-value store in processes, each with a session and connections of its own. */
final class KvClients implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final EvidenceCluster cluster;
    private final List<RaftClient<KvCommand, KvQuery, KvOutput>> all = new ArrayList<>();

    KvClients(EvidenceCluster cluster) {
        this.cluster = cluster;
    }

    /** A client that goes on trying for so long. */
    RaftClient<KvCommand, KvQuery, KvOutput> connect(Duration patience) {
        RaftClient<KvCommand, KvQuery, KvOutput> client =
                Objects.requireNonNull(RSocketRaftClient.of(new KvStateMachine(), "evidence")
                        .seeds(cluster.addresses())
                        .patience(patience)
                        .connect()
                        .block(LIMIT));
        all.add(client);
        return client;
    }

    @Override
    public void close() {
        Flux.fromIterable(all).flatMap(RaftClient::close).blockLast(LIMIT);
    }
}

package io.github.reactiveraft.examples.readme;

import io.github.reactiveraft.api.RaftNode;
import io.github.reactiveraft.api.RaftSettings;
import io.github.reactiveraft.core.RaftServer;
import io.github.reactiveraft.transport.rsocket.RSocketRaftTransport;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** Starting a node and using it. */
public final class TallyNode {

    private TallyNode() {}

    /** Starts the first of three members. */
    public static Mono<RaftNode<Long, String, Long>> start() {
        // snippet: start
        RaftSettings settings =
                RaftSettings.of(s -> s.cluster("tally").node("n1").members("n1", "n2", "n3"));

        Mono<RaftNode<Long, String, Long>> node = RaftServer.of(new Tally(), settings)
                .transport(RSocketRaftTransport.listening("10.0.0.1:7001")
                        .peer("n2", "10.0.0.2:7001")
                        .peer("n3", "10.0.0.3:7001"))
                .directory(Path.of("/var/lib/tally"))
                .start();
        // end
        return node;
    }

    /** Adds 5 on any member, then reads. */
    public static Mono<Long> use(RaftNode<Long, String, Long> node) {
        // snippet: use
        Mono<Long> total = node.submit(5L).then(node.read("total"));
        // end
        return total;
    }
}

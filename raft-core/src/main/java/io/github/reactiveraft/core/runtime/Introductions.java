package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.model.RaftResponse.Status;
import io.github.reactiveraft.api.spi.PeerException;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.RaftPeer;
import io.github.reactiveraft.core.protocol.Event;
import io.github.reactiveraft.core.protocol.Event.PeerMet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.util.retry.Retry;

/**
 * Makes this node known to every other member after each start, and gets to know them, also those that it would otherwise
 * hear of only when one of them stands for election. A member that loses its disk, or comes back with an older copy of
 * it, is recognised only by who knew it before; and if it is this one, it hears so before it does any harm.
 */
final class Introductions {

    private final NodeParts parts;
    private final List<RaftPeer> peers;

    Introductions(NodeParts parts, List<RaftPeer> peers) {
        this.parts = parts;
        this.peers = peers;
    }

    /** Asks every peer until it has answered once. */
    Flux<Event> met() {
        return Flux.fromIterable(peers).flatMap(this::meet, Math.max(1, peers.size()));
    }

    private Mono<Event> meet(RaftPeer peer) {
        Duration patience = parts.settings().timing().electionTimeoutMax();
        return peer.call(new GetStatus())
                .timeout(patience, parts.loop())
                .<Event>handle(Introductions::introduce)
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, patience)
                        .scheduler(parts.loop())
                        .filter(failure -> failure instanceof PeerException || failure instanceof TimeoutException));
    }

    /** Only who answers as a running member of this cluster is one: a refusal may come from anybody's node. */
    private static void introduce(PeerReply reply, SynchronousSink<Event> sink) {
        if (reply.response() instanceof Status) {
            sink.next(new PeerMet(reply.from()));
        } else {
            sink.error(new PeerException(reply.from().node() + " does not answer: " + reply.response(), true, null));
        }
    }
}

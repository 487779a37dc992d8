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
 * Gets to know, once in the life of a data directory, every other member, also those that this node would otherwise hear
 * of only when one of them stands for election. A member that loses its disk and comes back under its name is recognised
 * only by who knew it before.
 */
final class Introductions {

    private final NodeParts parts;
    private final List<RaftPeer> strangers;

    Introductions(NodeParts parts, List<RaftPeer> strangers) {
        this.parts = parts;
        this.strangers = strangers;
    }

    /** Asks every stranger until it has answered once. */
    Flux<Event> met() {
        return Flux.fromIterable(strangers).flatMap(this::meet, Math.max(1, strangers.size()));
    }

    private Mono<Event> meet(RaftPeer stranger) {
        Duration patience = parts.settings().timing().electionTimeoutMax();
        return stranger.call(new GetStatus())
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

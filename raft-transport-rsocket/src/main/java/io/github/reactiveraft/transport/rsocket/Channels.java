package io.github.reactiveraft.transport.rsocket;

import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.FutureMono;

/**
 * Every connection that is open, accepted or made: RSocket forgets the accepted ones when its listener is closed. As
 * many as there are open sockets.
 */
final class Channels {

    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /** Keeps a new connection until it closes by itself; called on its event loop before anything is read. */
    void add(Channel channel) {
        open.add(channel);
        channel.closeFuture().addListener(closed -> open.remove(channel));
        if (isClosed) {
            var unused = channel.close();
        }
    }

    /** Closes all, those to come as well; completes when those that were open are closed. */
    Mono<Void> close() {
        return Mono.defer(() -> {
            isClosed = true;
            return Flux.fromIterable(open)
                    .flatMap(channel -> FutureMono.deferFuture(channel::close).onErrorComplete())
                    .then();
        });
    }
}

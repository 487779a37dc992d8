package io.github.reactiveraft.api.spi;

import io.github.reactiveraft.api.NodeId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Carries requests between the members of a cluster. One instance serves one node, from one start to one stop.
 *
 * <p>Requests that are not for the local node (other cluster, group, target or protocol version) or cannot be decoded
 * are answered with {@link io.github.reactiveraft.api.model.RaftResponse.Refused} and never reach the handler.
 */
public interface RaftTransport {

    /**
     * The one thread on which everything comes in and goes out, for the node to live on, too: then a request changes threads for
     * the disk only. It must not block, and ends with {@link #stop}. Null, the default, if there is no such thread; asked before
     * {@link #start}.
     *
     * @param self the node that will be started
     */
    default @Nullable Scheduler lane(NodeId self) {
        return null;
    }

    /**
     * Opens the door: completes once requests of peers are being answered. Fails (busy port, bad address) with a message
     * for people, leaving nothing open. Nothing happens before the subscription.
     */
    Mono<Void> start(LocalNode local, RequestHandler handler);

    /** Where this node listens, for people to read. */
    String address();

    /**
     * A member to send to. Usable from {@link #start} on; connects when first needed. The same id gives the same peer.
     *
     * @throws IllegalArgumentException if the transport has no address for it
     */
    RaftPeer peer(NodeId id);

    /**
     * Closes the door and every connection, accepted ones included; pending calls fail. Completes when all is closed;
     * never fails; idempotent, also before start.
     */
    Mono<Void> stop();
}

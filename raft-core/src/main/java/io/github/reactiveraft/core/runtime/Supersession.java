package io.github.reactiveraft.core.runtime;

import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.spi.PeerReply;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import reactor.core.publisher.Mono;

/**
 * Ends a node that a member of the group has told that its data is an older copy. The next start would have a number of
 * its own, and be believed: so the directory is marked before this one ends. On the loop only.
 */
final class Supersession {

    private final NodeParts parts;
    private final IoLane io;
    private final RaftLoop loop;
    private boolean isUnderWay;

    Supersession(NodeParts parts, IoLane io, RaftLoop loop) {
        this.parts = parts;
        this.io = io;
        this.loop = loop;
    }

    /** Believes a member that says so. */
    void told(PeerReply reply, Refused refused) {
        if (isUnderWay || !loop.view().recognises(reply.from())) {
            return;
        }
        isUnderWay = true;
        Mono<Boolean> marked = io.call(() -> {
            parts.storage().supersede();
            return true;
        });
        loop.follow(marked, done -> loop.fail(new StorageException(Reason.SUPERSEDED, why(reply, refused), null)));
    }

    private static String why(PeerReply reply, Refused refused) {
        return reply.from().node() + " refuses this node: " + refused.message()
                + ". Its directory cannot be used any more: start the node with the one it had last, if that is"
                + " still there; else replace the member by one with a new name";
    }
}

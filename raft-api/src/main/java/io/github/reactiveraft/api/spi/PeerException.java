package io.github.reactiveraft.api.spi;

import org.jspecify.annotations.Nullable;

/** A call to a peer ended without an answer. */
public final class PeerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean maybeDelivered;

    /**
     * Names what happened.
     *
     * @param maybeDelivered false only if it is certain that the request never left this node
     */
    public PeerException(String message, boolean maybeDelivered, @Nullable Throwable cause) {
        super(message, cause);
        this.maybeDelivered = maybeDelivered;
    }

    /** Whether the peer may have got the request. */
    public boolean isMaybeDelivered() {
        return maybeDelivered;
    }
}

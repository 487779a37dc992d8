package io.github.reactiveraft.transport.rsocket;

import io.github.reactiveraft.api.model.RaftResponse.Refused;
import org.jspecify.annotations.Nullable;

/** A frame that is no message of this protocol version. Nothing of it was used. */
final class MalformedFrameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refused.Reason reason;

    MalformedFrameException(String message) {
        this(Refused.Reason.MALFORMED, message, null);
    }

    MalformedFrameException(Refused.Reason reason, String message, @Nullable Throwable cause) {
        // Without a stack trace: a hostile peer must not be able to make us walk the stack for each of its frames.
        super(message, cause, false, false);
        this.reason = reason;
    }

    /** What to refuse it with: the version is unknown, or the content is broken. */
    Refused.Reason reason() {
        return reason;
    }
}

package io.github.reactiveraft.benchmarks.jraft;

import com.alipay.sofa.jraft.Status;

/** A call that was not done, or of which nobody knows. */
final class JraftException extends RuntimeException {

    JraftException(Status status) {
        this(status.toString());
    }

    JraftException(String message) {
        super(message);
    }
}

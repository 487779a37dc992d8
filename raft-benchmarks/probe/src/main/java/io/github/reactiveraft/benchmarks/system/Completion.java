package io.github.reactiveraft.benchmarks.system;

/** Told once how one call ended; on any thread, must not block it. */
public interface Completion {

    /** It was done; a command is committed and applied. */
    void done(long sum);

    /** It was not done, or nobody knows. */
    void failed(Throwable cause);
}

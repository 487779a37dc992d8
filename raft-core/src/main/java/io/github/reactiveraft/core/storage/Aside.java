package io.github.reactiveraft.core.storage;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What a log does with its disk that nobody waits for. What goes wrong there is told to whoever asks next. */
final class Aside {

    private final Disk disk;
    private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);

    Aside(Disk disk) {
        this.disk = disk;
    }

    /** Something to be done with files that nothing else touches meanwhile. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Does something after all that came before; not at all if something of that went wrong. */
    void run(Work work) {
        latest = latest.thenRunAsync(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                disk.background());
    }

    /** Whether something is still to be done. */
    boolean isBusy() {
        return !latest.isDone();
    }

    /** Tells what went wrong, if anything did so far. */
    void check() throws IOException {
        if (latest.isCompletedExceptionally()) {
            await();
        }
    }

    /** Waits until all is done, and tells what went wrong. */
    void await() throws IOException {
        try {
            latest.join();
        } catch (CompletionException e) {
            Throwable failure = e.getCause();
            if (failure instanceof IOException io) {
                throw io;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            throw failure instanceof RuntimeException unexpected ? unexpected : e;
        }
    }
}

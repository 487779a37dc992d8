package io.github.reactiveraft.test.sim;

import io.github.reactiveraft.api.spi.LogStorage;

/** A storage that outlives its node as it is: no fault ever touches it. */
record MemoryMedium(LogStorage storage) implements Medium {

    @Override
    public void interrupt() {
        throw new IllegalStateException("A call in memory is carried out whole or not at all");
    }

    @Override
    public boolean isInterruptible() {
        return false;
    }

    /** The operating system gives back what the process had locked. */
    @Override
    public void onKill(boolean isPowerCut) {
        storage.close();
    }
}

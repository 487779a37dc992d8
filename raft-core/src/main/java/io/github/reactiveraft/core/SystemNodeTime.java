package io.github.reactiveraft.core;

import io.github.reactiveraft.api.spi.NodeTime;

/** The machine's clocks: the only class that reads one. */
final class SystemNodeTime implements NodeTime {

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }
}

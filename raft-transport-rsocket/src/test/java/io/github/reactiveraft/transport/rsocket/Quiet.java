package io.github.reactiveraft.transport.rsocket;

import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Keeps what a test provokes on purpose out of the build's output; the loggers stay enabled. */
final class Quiet implements AutoCloseable {

    private final List<Logger> loggers;

    private Quiet(List<Logger> loggers) {
        this.loggers = loggers;
        loggers.forEach(logger -> logger.setAdditive(false));
    }

    static Quiet about(String... names) {
        return new Quiet(List.of(names).stream()
                .map(name -> (Logger) LoggerFactory.getLogger(name))
                .toList());
    }

    static Quiet about(Class<?> type) {
        return about(type.getName());
    }

    @Override
    public void close() {
        loggers.forEach(logger -> logger.setAdditive(true));
    }
}

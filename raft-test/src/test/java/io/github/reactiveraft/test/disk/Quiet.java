package io.github.reactiveraft.test.disk;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Keeps nodes and their storages from telling of each of the thousands of things that a test does to them. */
public final class Quiet implements BeforeAllCallback, AfterAllCallback {

    private static final String ROOM = "io.github.reactiveraft.core";

    @Override
    public void beforeAll(ExtensionContext context) {
        logger().setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        logger().setLevel(null);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ROOM);
    }
}

package io.github.reactiveraft.test.disk;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Keeps the storage from warning of each of the thousands of damages that a test does to it. */
final class Quiet implements BeforeAllCallback, AfterAllCallback {

    private static final String ROOM = "io.github.reactiveraft.core.storage";

    @Override
    public void beforeAll(ExtensionContext context) {
        logger().setLevel(Level.ERROR);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        logger().setLevel(null);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ROOM);
    }
}

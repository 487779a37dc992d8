package io.github.reactiveraft.examples.counter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.examples.counter.FakeNode;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class EventStreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final DoorLimits LIMITS =
            new DoorLimits(256, 2, 8192, Duration.ofSeconds(5), Duration.ofMillis(500));

    private final FakeNode node = new FakeNode();
    private final CounterDoor.Open door = Objects.requireNonNull(
            new CounterDoor("127.0.0.1", 0, LIMITS).open(node, node.cluster()).block(PATIENCE));

    @AfterEach
    void close() {
        door.close().block(PATIENCE);
        node.close().block(PATIENCE);
    }

    private void add(long delta) {
        node.submit(delta).block(PATIENCE);
    }

    private static void eventually(BooleanSupplier condition) {
        Flux.interval(Duration.ofMillis(5))
                .filter(count -> condition.getAsBoolean())
                .blockFirst(PATIENCE);
    }

    @Test
    void everyChangeIsOneEventInOrder() throws Exception {
        add(100);
        try (RawClient watcher = RawClient.watching(door.address())) {
            for (int i = 0; i < 500; i++) {
                add(1);
                assertThat(watcher.lineStartingWith("data:"))
                        .isEqualTo("data: {\"value\":" + (101 + i) + ",\"index\":" + (2 + i) + "}");
            }
        }
    }

    @Test
    void eventsHaveTheirIndexAsIdAndAWatchGoesOnBehindTheLast() throws Exception {
        for (int i = 0; i < 5; i++) {
            add(1);
        }
        try (RawClient first = RawClient.to(door.address());
                RawClient second = RawClient.to(door.address())) {
            first.send("GET /counter/watch?from=3 HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(first.lineStartingWith("id:")).isEqualTo("id: 3");
            assertThat(first.lineStartingWith("data:")).isEqualTo("data: {\"value\":3,\"index\":3}");
            assertThat(first.lineStartingWith("id:")).isEqualTo("id: 4");

            second.send("GET /counter/watch?from=3 HTTP/1.1\r\nHost: test\r\nLast-Event-ID: 4\r\n\r\n");
            assertThat(second.lineStartingWith("id:")).isEqualTo("id: 5");
            add(1);
            assertThat(second.lineStartingWith("id:")).isEqualTo("id: 6");
        }
    }

    @Test
    void whatIsGoneIsAnEventOfItsOwnAndTheEnd() throws Exception {
        node.forgetChangesBefore(7);
        try (RawClient watcher = RawClient.to(door.address())) {
            watcher.send("GET /counter/watch HTTP/1.1\r\nHost: test\r\nLast-Event-ID: 2\r\n\r\n");

            assertThat(watcher.lineStartingWith("event:")).isEqualTo("event: compacted");
            assertThat(watcher.lineStartingWith("id:")).isEqualTo("id: 6");
            assertThat(watcher.lineStartingWith("data:")).isEqualTo("data: {\"availableFrom\":7}");
            assertThat(watcher.lineStartingWith("data:")).isNull();
        }
    }

    @Test
    void commentsKeepAnIdleWatchAlive() throws Exception {
        try (RawClient watcher = RawClient.watching(door.address())) {
            assertThat(watcher.lineStartingWith(":")).isEqualTo(":");
            assertThat(watcher.lineStartingWith(":")).isEqualTo(":");
        }
    }

    @Test
    void watchEndsWhenTheClientGoes() throws Exception {
        RawClient watcher = RawClient.watching(door.address());
        assertThat(node.watcherCount()).isEqualTo(1);

        watcher.close();

        eventually(() -> node.watcherCount() == 0);
    }

    @Test
    void oneWatcherTooManyIsTurnedAwayUntilAnotherGoes() throws Exception {
        RawClient first = RawClient.watching(door.address());
        try (RawClient second = RawClient.watching(door.address());
                RawClient third = RawClient.to(door.address())) {
            third.send("GET /counter/watch HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(third.lineStartingWith("HTTP/")).isEqualTo("HTTP/1.1 503 Service Unavailable");
            assertThat(third.lineStartingWith("retry-after")).isEqualTo("retry-after: 1");

            first.close();
            eventually(() -> node.watcherCount() == 1);

            RawClient.watching(door.address()).close();
            add(1);
            assertThat(second.lineStartingWith("data:")).isEqualTo("data: {\"value\":1,\"index\":1}");
        }
    }

    @Test
    void watcherThatDoesNotReadIsEndedAndDisturbsNobody() throws Exception {
        try (RawClient lazy = RawClient.watching(door.address());
                RawClient reader = RawClient.watching(door.address())) {
            long added = 0;
            while (node.watcherCount() == 2) {
                add(1);
                added++;
                assertThat(reader.lineStartingWith("data:"))
                        .isEqualTo("data: {\"value\":" + added + ",\"index\":" + added + "}");
            }

            assertThat(endOf(lazy)).isTrue();
            add(1);
            assertThat(reader.lineStartingWith("data:"))
                    .isEqualTo("data: {\"value\":" + (added + 1) + ",\"index\":" + (added + 1) + "}");
        }
    }

    private static boolean endOf(RawClient raw) throws IOException {
        try {
            return raw.lineStartingWith("never") == null;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void watchEndsWithTheNode() throws Exception {
        try (RawClient watcher = RawClient.watching(door.address())) {
            node.close().block(PATIENCE);

            assertThat(watcher.lineStartingWith("data:")).isNull();
        }
    }

    @Test
    void watchEndsWithTheDoorThoughTheNodeLivesOn() throws Exception {
        try (RawClient watcher = RawClient.watching(door.address())) {
            door.stopAccepting().block(PATIENCE);

            assertThat(watcher.lineStartingWith("data:")).isNull();
            eventually(() -> node.watcherCount() == 0);
        }
    }
}

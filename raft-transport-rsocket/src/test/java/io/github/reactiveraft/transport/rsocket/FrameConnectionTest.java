package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.rsocket.frame.PayloadFrameCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;
import reactor.test.StepVerifier;

class FrameConnectionTest {

    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;
    private static final int MUCH = 1024 * 1024;

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private FrameConnection accepted() {
        return FrameConnection.accepted(Connection.from(channel), MUCH);
    }

    private void send(FrameConnection connection, int length) {
        ByteBuf data = ALLOCATOR.buffer(length).writeZero(length);
        connection.sendFrame(1, PayloadFrameCodec.encode(ALLOCATOR, 1, false, true, true, null, data));
        channel.runPendingTasks();
    }

    private void socketTakes(boolean isTaking) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, isTaking);
        channel.runPendingTasks();
        channel.releaseOutbound();
    }

    @Test
    void nothingIsReadFromWhoDoesNotTakeTheAnswersUntilItDoes() {
        FrameConnection connection = accepted();
        socketTakes(false);
        send(connection, 1000);
        assertThat(channel.config().isAutoRead()).isTrue();

        send(connection, MUCH);
        assertThat(channel.config().isAutoRead()).isFalse();

        socketTakes(true);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void answersAreReadHoweverManyRequestsWait() {
        FrameConnection connection = FrameConnection.made(Connection.from(channel), MUCH);
        socketTakes(false);

        send(connection, 3 * MUCH);

        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void roomIsToldOnceThereIsSome() {
        FrameConnection connection = accepted();
        StepVerifier.create(connection.room()).verifyComplete();
        socketTakes(false);
        send(connection, MUCH);

        StepVerifier.create(connection.room())
                .expectSubscription()
                .then(() -> assertThat(connection.hasRoom()).isFalse())
                .then(() -> socketTakes(true))
                .expectComplete()
                .verify(Peers.SOON);
    }

    @Test
    void whoWaitsForRoomIsToldOfTheEnd() {
        FrameConnection connection = accepted();
        socketTakes(false);
        send(connection, MUCH);

        StepVerifier.create(connection.room())
                .expectSubscription()
                .then(connection::dispose)
                .then(channel::runPendingTasks)
                .expectComplete()
                .verify(Peers.SOON);
        StepVerifier.create(connection.onClose()).expectComplete().verify(Peers.SOON);
        assertThat(connection.isDisposed()).isTrue();
    }
}

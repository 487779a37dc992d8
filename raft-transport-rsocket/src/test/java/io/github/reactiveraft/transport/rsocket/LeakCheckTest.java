package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LeakCheckTest {

    private final Quiet quiet = Quiet.about(ResourceLeakDetector.class);

    @AfterEach
    void unmute() {
        quiet.close();
    }

    @Test
    void lostBufferIsReportedWithItsHistory() {
        LeakCheck check = new LeakCheck().listen();
        lose("the one this test looks for");

        assertThat(check.leaks()).singleElement().asString().contains("the one this test looks for");
    }

    private static void lose(String hint) {
        ByteBuf lost = ByteBufAllocator.DEFAULT.buffer(16);
        lost.touch(hint);
    }
}

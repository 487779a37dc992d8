package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Chunks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A snapshot that fails costs a node nothing else, so it is told here or nowhere. */
class CheckedMachineTest {

    private final IllegalStateException broken = new IllegalStateException("broken");

    private final List<Throwable> failures = new ArrayList<>();

    private static final class Captured extends SimSum {

        private final Supplier<Publisher<ByteBuffer>> capture;

        private Captured(Supplier<Publisher<ByteBuffer>> capture) {
            this.capture = capture;
        }

        @Override
        public Publisher<ByteBuffer> snapshot() {
            return capture.get();
        }
    }

    private Flux<ByteBuffer> snapshot(Supplier<Publisher<ByteBuffer>> capture) {
        return Flux.from(
                new CheckedMachine<>(new Captured(capture), (id, command, payload) -> {}, failures::add).snapshot());
    }

    @Test
    void goodSnapshotIsPassedOn() {
        StepVerifier.create(snapshot(() -> Chunks.of(new byte[] {1, 2})))
                .assertNext(chunk -> assertThat(chunk).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2})))
                .verifyComplete();

        assertThat(failures).isEmpty();
    }

    @Test
    void snapshotThatFailsIsTold() {
        StepVerifier.create(snapshot(() -> Flux.just(ByteBuffer.allocate(1)).concatWith(Mono.error(broken))))
                .expectNextCount(1)
                .verifyErrorSatisfies(error -> assertThat(error).isSameAs(broken));

        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessage("The state machine failed in its snapshot: " + broken)
                .hasCause(broken));
    }

    @Test
    void captureThatThrowsIsTold() {
        StepVerifier.create(snapshot(() -> {
                    throw broken;
                }))
                .verifyErrorSatisfies(error -> assertThat(error).isSameAs(broken));

        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasCause(broken));
    }
}

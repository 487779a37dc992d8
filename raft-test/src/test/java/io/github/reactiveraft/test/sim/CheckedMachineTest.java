package io.github.reactiveraft.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
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

    /** Has no state, only a snapshot. */
    private record Captured(Supplier<Publisher<ByteBuffer>> capture) implements StateMachine<Long, Long, Long> {
        @Override
        public Codec<Long> commandCodec() {
            return Codec.int64();
        }

        @Override
        public Codec<Long> queryCodec() {
            return Codec.int64();
        }

        @Override
        public Codec<Long> resultCodec() {
            return Codec.int64();
        }

        @Override
        public Long apply(Long command, ApplyContext<Long> context) {
            return command;
        }

        @Override
        public Long query(Long query) {
            return query;
        }

        @Override
        public Publisher<ByteBuffer> snapshot() {
            return capture.get();
        }

        @Override
        public Mono<Void> restore(Flux<ByteBuffer> chunks) {
            return chunks.then();
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

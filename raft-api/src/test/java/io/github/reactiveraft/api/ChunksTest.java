package io.github.reactiveraft.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ChunksTest {

    private static byte[] state(int byteCount) {
        byte[] state = new byte[byteCount];
        for (int i = 0; i < byteCount; i++) {
            state[i] = (byte) (i * 31 + i / 256);
        }
        return state;
    }

    private static byte[] remaining(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static ByteBuffer joined(Flux<ByteBuffer> chunks) {
        return Chunks.join(chunks).blockOptional().orElseThrow();
    }

    /** One memory for all chunks, as a node has it: the next chunk overwrites the one before. */
    private static Flux<ByteBuffer> cut(byte[] state, int chunkLength) {
        byte[] memory = new byte[chunkLength + 2];
        return Flux.range(0, (state.length + chunkLength - 1) / chunkLength)
                .map(number -> {
                    int from = number * chunkLength;
                    int length = Math.min(chunkLength, state.length - from);
                    Arrays.fill(memory, (byte) 0x7F);
                    System.arraycopy(state, from, memory, 1, length);
                    return ByteBuffer.wrap(memory, 1, length).asReadOnlyBuffer();
                })
                .doOnComplete(() -> Arrays.fill(memory, (byte) 0x7F));
    }

    @Test
    void encodedStateIsOneChunkThatNobodyCanChange() {
        StepVerifier.create(Chunks.of(state(300)))
                .assertNext(chunk -> {
                    assertThat(remaining(chunk)).isEqualTo(state(300));
                    assertThat(chunk.isReadOnly()).isTrue();
                })
                .verifyComplete();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1000, 1", "1000, 7", "1000, 999", "1000, 1000", "1000, 2000", "70000, 4096"})
    void chunksBecomeTheWholeHoweverTheyAreCut(int byteCount, int chunkLength) {
        byte[] state = state(byteCount);

        ByteBuffer whole = joined(cut(state, chunkLength));

        assertThat(remaining(whole)).isEqualTo(state);
        assertThat(whole.position()).isZero();
        assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> whole.put((byte) 0));
    }

    @Test
    void chunksOfEveryLengthAreJoinedInOrder() {
        Flux<ByteBuffer> growing = Flux.range(0, 200).map(length -> ByteBuffer.wrap(state(length)));

        ByteBuffer whole = joined(growing);

        for (int length = 0; length < 200; length++) {
            byte[] chunk = new byte[length];
            whole.get(chunk);
            assertThat(chunk).isEqualTo(state(length));
        }
        assertThat(whole.hasRemaining()).isFalse();
    }

    @Test
    void noChunkIsAnEmptyWhole() {
        assertThat(joined(Flux.empty()).remaining()).isZero();
        assertThat(joined(Flux.just(ByteBuffer.allocate(0))).remaining()).isZero();
    }

    @Test
    void wholeIsJoinedAnewForEverySubscriber() {
        Mono<ByteBuffer> whole = Chunks.join(Flux.defer(() -> cut(state(10), 3)));

        assertThat(whole.map(ChunksTest::remaining).block()).isEqualTo(state(10));
        assertThat(whole.map(ChunksTest::remaining).block()).isEqualTo(state(10));
    }

    @Test
    void damageAtTheEndIsAnErrorAndNoWhole() {
        IllegalStateException damage = new IllegalStateException("damaged");

        StepVerifier.create(Chunks.join(cut(state(10), 3).concatWith(Mono.error(damage))))
                .verifyErrorSatisfies(error -> assertThat(error).isSameAs(damage));
    }
}

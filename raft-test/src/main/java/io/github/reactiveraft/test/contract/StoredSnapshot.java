package io.github.reactiveraft.test.contract;

import io.github.reactiveraft.api.StateMachine;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.test.StepVerifier;
import reactor.test.StepVerifierOptions;

/** A captured state as a node keeps it: read a chunk at a time, and given back in other chunks. */
final class StoredSnapshot {

    /** In real time, and only for a state machine that uses threads of its own. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final byte FOREIGN = 0x7F;

    private final byte[] bytes;

    private StoredSnapshot(byte[] bytes) {
        this.bytes = bytes;
    }

    static StoredSnapshot read(Publisher<ByteBuffer> captured) {
        return read(captured, () -> {});
    }

    /** @param between what happens after every chunk that was read, before the next one is asked for */
    static StoredSnapshot read(Publisher<ByteBuffer> captured, Runnable between) {
        List<ByteBuffer> chunks = new ArrayList<>();
        Mono<Void> reading = Flux.from(captured)
                .limitRate(1)
                .doOnNext(chunk -> {
                    chunks.add(chunk);
                    between.run();
                })
                .then();
        StepVerifier.create(reading, named("read a snapshot")).expectComplete().verify(SOON);
        return new StoredSnapshot(joined(chunks));
    }

    /** Not before all are there: a buffer belongs to its reader, so the machine must not use it for the next chunk. */
    private static byte[] joined(List<ByteBuffer> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer chunk : chunks) {
            byte[] bytes = new byte[chunk.remaining()];
            chunk.get(bytes);
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    int length() {
        return bytes.length;
    }

    void restoreInto(StateMachine<?, ?, ?> machine, int chunkLength) {
        Mono<Void> restoring = Mono.defer(() -> machine.restore(chunks(bytes.length, chunkLength)));
        StepVerifier.create(restoring, named("restore a snapshot in chunks of up to " + chunkLength + " bytes"))
                .expectComplete()
                .verify(SOON);
    }

    /** Gives the machine some of the bytes and then an error, which it must not take for the end. */
    void failToRestoreInto(StateMachine<?, ?, ?> machine, int byteCount) {
        Mono<Void> restoring = Mono.defer(() -> machine.restore(
                chunks(byteCount, byteCount / 2 + 1).concatWith(Mono.error(new IllegalStateException("damaged")))));
        StepVerifier.create(restoring, named("restore a snapshot that is damaged after " + byteCount + " bytes"))
                .expectError()
                .verify(SOON);
    }

    private static StepVerifierOptions named(String scenario) {
        return StepVerifierOptions.create().scenarioName(scenario);
    }

    /** In buffers like those of a node: read-only, more in memory than is meant, and overwritten by the next chunk. */
    private Flux<ByteBuffer> chunks(int byteCount, int chunkLength) {
        int longest = Math.min(byteCount, chunkLength);
        return Flux.defer(() -> {
            byte[] memory = new byte[longest + 2];
            return Flux.generate(() -> 0, (from, sink) -> next(from, byteCount, memory, sink));
        });
    }

    private int next(int from, int byteCount, byte[] memory, SynchronousSink<ByteBuffer> sink) {
        int length = Math.min(byteCount - from, memory.length - 2);
        Arrays.fill(memory, FOREIGN);
        if (length == 0) {
            sink.complete();
            return from;
        }
        System.arraycopy(bytes, from, memory, 1, length);
        sink.next(ByteBuffer.wrap(memory, 1, length).asReadOnlyBuffer());
        return from + length;
    }
}

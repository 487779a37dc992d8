package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.core.protocol.Event.SnapshotTaken;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

class SnapshotTakerFailureTest extends TakerFixture {

    static Stream<Supplier<@Nullable Publisher<ByteBuffer>>> failing() {
        RuntimeException bug = new IllegalStateException("a bug of the application");
        return Stream.of(
                () -> {
                    throw bug;
                },
                () -> {
                    throw new StackOverflowError("a bug of the application");
                },
                () -> null,
                () -> Flux.error(bug),
                () -> chunks(2).concatWith(Flux.error(bug)),
                () -> chunks(2).concatWith(Flux.error(HookedStorage.broken("of the application's own"))),
                () -> chunks(3).doOnNext(chunk -> {
                    throw bug;
                }));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void stateMachineThatCannotCaptureCostsThisSnapshotOnly(Supplier<@Nullable Publisher<ByteBuffer>> capture) {
        captured = capture;
        applies(1, 3);
        assertThat(taken).isEmpty();
        assertThat(snapshots.calls("discard")).containsExactly("discard 7/3");

        captured = () -> chunks(1);
        applies(4, 5);
        assertThat(capturedCount).as("not at once").isEqualTo(1);
        applies(6, 6);

        assertThat(failures).isEmpty();
        assertThat(taken).containsExactly(new SnapshotTaken(snapshot(6), 7));
    }

    @Test
    void stateMachineThatOverflowsTheStackAmidItsChunksIsNotWaitedForInVain() {
        captured = () -> Flux.concat(chunks(1), chunks(1).doOnNext(chunk -> {
            throw new StackOverflowError("a bug of the application");
        }));

        applies(1, 3);

        assertThat(failures).singleElement().isInstanceOf(StackOverflowError.class);
    }

    @Test
    void diskThatCannotKeepASnapshotCostsThisOneOnly() {
        for (String kind : List.of("create", "write", "finish")) {
            TakerFixture other = new TakerFixture();
            other.snapshots.failing(kind, HookedStorage.broken("No space left"));

            other.applies(1, 3);
            assertThat(other.snapshots.calls("discard")).as(kind).hasSize(kind.equals("create") ? 0 : 1);
            other.snapshots.before(call -> {});
            other.applies(4, 5);
            assertThat(other.capturedCount).as("not at once").isLessThanOrEqualTo(1);
            other.applies(6, 6);

            assertThat(other.failures).isEmpty();
            assertThat(other.taken).as(kind).containsExactly(new SnapshotTaken(snapshot(6), 7));
        }
    }

    @Test
    void bugOfTheStorageFailsTheFlow() {
        IllegalStateException bug = new IllegalStateException("a bug of the storage");
        snapshots.failing("write", bug);

        applies(1, 3);

        assertThat(failures).containsExactly(bug);
    }
}

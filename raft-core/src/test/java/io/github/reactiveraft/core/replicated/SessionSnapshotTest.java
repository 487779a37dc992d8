package io.github.reactiveraft.core.replicated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Sessions in the snapshot of a replica. */
class SessionSnapshotTest {

    private final Replicas log = new Replicas();
    private final long session = log.open();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 100, 1_000_000})
    void restoredReplicaAnswersWhatWasExecutedBefore(int chunkBytes) {
        long other = log.open();
        log.command(session, 1, 0, 5);
        log.command(session, 4, 3, 5);
        log.command(other, 1, 0, 1);

        Replicas restored = log.restored(chunkBytes);

        assertThat(restored.digest()).isEqualTo(log.digest());
        assertThat(restored.command(session, 4, 3, 5)).isEqualTo(Applied.repeated(10L));
        assertThat(restored.command(session, 1, 0, 5)).isEqualTo(Applied.repeated(5L));
        assertThat(restored.command(other, 1, 0, 1)).isEqualTo(Applied.repeated(11L));
        assertThat(restored.command(session, 2, 1, 5).result()).isEqualTo(16);
    }

    @Test
    void restoredReplicaEndsSessionsWhenTheOthersDo() {
        log.now += 1;
        long other = log.open();
        log.command(session, 1, 0, 5);
        Replicas restored = log.restored(1_000);

        for (Replicas each : List.of(log, restored)) {
            each.now += Replicas.TIMEOUT.toMillis();
            assertThat(each.command(other, 1, 0, 1)).isEqualTo(Applied.expired());
            assertThat(each.command(session, 1, 0, 5)).isEqualTo(Applied.expired());
        }
        assertThat(restored.digest()).isEqualTo(log.digest());
    }

    @Test
    void captureDoesNotChangeWithWhatComesLater() {
        log.command(session, 1, 0, 5);
        byte[] before = log.snapshot();
        Publisher<ByteBuffer> captured = log.replica.snapshot();

        log.command(session, 2, 0, 5);
        log.open();

        assertThat(Replicas.joined(Flux.from(captured))).isEqualTo(before);
    }

    @Test
    void resultWithoutAnEncodingIsRememberedAsDone() {
        log.command(session, 1, 0, 13);

        Replicas restored = log.restored(1_000);

        assertThat(restored.command(session, 1, 0, 13)).isEqualTo(Applied.repeated(null));
        assertThat(restored.digest()).isEqualTo(log.digest());
    }

    /** A release that writes results otherwise than the one before. */
    @Test
    void resultThatCannotBeReadIsRememberedAsDone() {
        log.command(session, 1, 0, Replicas.UNREADABLE);

        Replicas restored = log.restored(1_000);

        assertThat(restored.command(session, 1, 0, Replicas.UNREADABLE)).isEqualTo(Applied.repeated(null));
        assertThat(restored.digest()).isEqualTo(log.digest());
    }

    @Test
    void sessionsAreReadThoughTheMachineHasNoState() {
        log.command(session, 1, 0, 5);
        byte[] snapshot = log.snapshot();
        Replica<Long, Long> stateless = new Replica<>(new Stateless());

        stateless.restore(Flux.just(ByteBuffer.wrap(snapshot))).block();

        List<Long> numbers = new ArrayList<>();
        stateless.digest(numbers::add);
        assertThat(numbers).hasSize(log.digest().size());
    }

    @Test
    void whatWasThereBeforeIsForgotten() {
        byte[] empty = new Replicas().snapshot();
        log.command(session, 1, 0, 5);

        log.replica.restore(Flux.just(ByteBuffer.wrap(empty))).block();

        assertThat(log.command(session, 1, 0, 5)).isEqualTo(Applied.expired());
        assertThat(log.digest()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8})
    void snapshotFromBeforeThereWereSessionsIsAllState(int length) {
        byte[] state = new byte[length];
        state[length - 1] = 3;

        for (int chunkBytes = 1; chunkBytes <= length; chunkBytes++) {
            assertThat(log.restoredFrom(state, chunkBytes).command(4).result()).isEqualTo(7);
        }
    }

    @Test
    void snapshotThatEndsAmidTheSessionsIsNone() {
        log.command(session, 1, 0, 5);
        byte[] whole = log.snapshot();

        for (int length = Long.BYTES; length < whole.length - Long.BYTES; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> log.restoredFrom(part, 7))
                    .as("%s bytes", length)
                    .isInstanceOf(RuntimeException.class);
        }
    }
}

package io.github.reactiveraft.core.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.ApplyContext;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.core.replicated.Applied.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What sessions keep of large results. */
class KeptResultsTest {

    private static final int MIB = 1024 * 1024;

    /** So many results of a MiB are kept. */
    private static final int ROOM = (int) (SessionTable.MAX_REPLY_BYTES / MIB);

    /** Answers with as many bytes as it is told; counts. */
    private static final class Large implements StateMachine<Long, Long, byte[]> {

        private int executed;

        @Override
        public byte[] apply(Long length, ApplyContext<byte[]> context) {
            executed++;
            return new byte[length.intValue()];
        }

        @Override
        public byte[] query(Long question) {
            return new byte[0];
        }

        @Override
        public Publisher<ByteBuffer> snapshot() {
            return Flux.empty();
        }

        @Override
        public Mono<Void> restore(Flux<ByteBuffer> chunks) {
            return chunks.then();
        }

        @Override
        public Codec<Long> commandCodec() {
            return Codec.int64();
        }

        @Override
        public Codec<Long> queryCodec() {
            return Codec.int64();
        }

        @Override
        public Codec<byte[]> resultCodec() {
            return Codec.bytes();
        }
    }

    private Large machine = new Large();
    private Replica<Long, byte[]> replica = new Replica<>(machine);
    private long index;
    private long now = 1_000;

    private Applied<byte[]> apply(Proposal proposal) {
        index++;
        return replica.apply(EntryBatch.encode(index, 1, now, List.of(proposal)), index);
    }

    private long open() {
        apply(Proposal.openSession(Duration.ofSeconds(10)));
        return index;
    }

    private Applied<byte[]> command(long session, long sequence, int lag, long length) {
        return apply(Proposal.command(
                new Ticket(session, sequence, lag), Bytes.of(Codec.int64().encode(length))));
    }

    private boolean isKept(long session, long sequence, int lag) {
        int before = machine.executed;
        Applied<byte[]> again = command(session, sequence, lag, MIB);
        assertThat(again.kind()).isEqualTo(Kind.REPEATED);
        assertThat(machine.executed).as("a command is executed once").isEqualTo(before);
        return again.result() != null;
    }

    @Test
    void oldestResultsOfASessionMakeRoomAndTheirCommandsStayExecuted() {
        long session = open();
        for (int sequence = 1; sequence <= ROOM + 3; sequence++) {
            command(session, sequence, sequence - 1, MIB);
        }

        assertThat(isKept(session, 3, 2)).isFalse();
        assertThat(isKept(session, 4, 3)).isTrue();
        assertThat(isKept(session, ROOM + 3L, ROOM + 2)).isTrue();
    }

    @Test
    void sessionThatNothingWasHeardOfForLongestMakesRoomFirst() {
        long quiet = open();
        long busy = open();
        command(busy, 1, 0, MIB);
        command(quiet, 1, 0, MIB);
        command(busy, 2, 1, MIB);
        for (int sequence = 3; sequence <= ROOM; sequence++) {
            command(busy, sequence, sequence - 1, MIB);
        }

        assertThat(isKept(busy, 1, 0)).isTrue();
        assertThat(isKept(quiet, 1, 0)).isFalse();
    }

    @Test
    void whatAClientHasAndWhatEndedMakesRoomBeforeAnythingElse() {
        long first = open();
        for (int sequence = 1; sequence <= ROOM; sequence++) {
            command(first, sequence, sequence - 1, MIB);
        }
        command(first, ROOM + 1L, ROOM / 2 - 1, MIB);
        for (int sequence = ROOM / 2 + 2; sequence <= ROOM + 1; sequence++) {
            assertThat(isKept(first, sequence, sequence - ROOM / 2 - 2)).isTrue();
        }

        now += 20_000;
        long second = open();
        for (int sequence = 1; sequence <= ROOM; sequence++) {
            command(second, sequence, sequence - 1, MIB);
        }
        assertThat(isKept(second, 1, 0)).isTrue();
    }

    @Test
    void smallResultsStayHoweverManyLargeOnesGo() {
        long session = open();
        command(session, 1, 0, 0);
        for (int sequence = 2; sequence <= ROOM + 5; sequence++) {
            command(session, sequence, sequence - 1, MIB);
        }

        assertThat(isKept(session, 1, 0)).as("it takes no bytes").isTrue();
        assertThat(isKept(session, 5, 4)).isFalse();
    }

    @Test
    void restoredReplicaMakesRoomAsTheOthersDo() {
        long session = open();
        for (int sequence = 1; sequence <= ROOM + 3; sequence++) {
            command(session, sequence, sequence - 1, MIB);
        }
        Large fresh = new Large();
        Replica<Long, byte[]> restored = new Replica<>(fresh);
        restored.restore(Flux.from(replica.snapshot())).block();
        command(session, ROOM + 4L, ROOM + 3, MIB);
        boolean[] kept = new boolean[10];
        for (int sequence = 1; sequence < kept.length; sequence++) {
            kept[sequence] = isKept(session, sequence, sequence - 1);
        }

        replica = restored;
        machine = fresh;
        index -= kept.length;
        command(session, ROOM + 4L, ROOM + 3, MIB);
        for (int sequence = 1; sequence < kept.length; sequence++) {
            assertThat(isKept(session, sequence, sequence - 1)).isEqualTo(kept[sequence]);
        }
        assertThat(fresh.executed).isEqualTo(1);
    }
}

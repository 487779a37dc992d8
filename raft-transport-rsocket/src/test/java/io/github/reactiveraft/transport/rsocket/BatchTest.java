package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.RaftException.Rejected;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.Ticket;
import io.github.reactiveraft.transport.rsocket.Batch.Answer;
import io.github.reactiveraft.transport.rsocket.ClientRequest.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchTest {

    static final List<ClientRequest> ITEMS =
            List.of(submit(new Ticket(7, 1, 0), 3), read(0), submit(new Ticket(70_001, 400, 399), 40), read(5));

    static final Answer[] ANSWERS = {
        new Answer.Done(Bytes.of(new byte[] {1, 2, 3})),
        new Answer.Failed("UNAVAILABLE not now"),
        new Answer.Alone(),
        new Answer.Done(Bytes.empty())
    };

    private static ClientRequest submit(@Nullable Ticket ticket, int length) {
        return new ClientRequest(Operation.SUBMIT, ticket, -1, Bytes.of(new byte[length]));
    }

    private static ClientRequest read(int length) {
        return new ClientRequest(Operation.READ, null, -1, Bytes.of(new byte[length]));
    }

    static byte[] bytes(ByteBuf buffer) {
        try {
            return ByteBufUtil.getBytes(buffer);
        } finally {
            buffer.release();
        }
    }

    @Test
    void itemsArriveAsTheyWere() {
        assertThat(Batch.decode(Unpooled.wrappedBuffer(bytes(Batch.encode(ITEMS)))))
                .isEqualTo(ITEMS);
    }

    @Test
    void answersArriveAsTheyWere() {
        assertThat(Batch.decodeAnswers(Unpooled.wrappedBuffer(bytes(Batch.encodeAnswers(ANSWERS))), ANSWERS.length))
                .containsExactly(ANSWERS);
    }

    @Test
    void onlySmallCommandsWithATicketAndLinearizableReadsGoTogether() {
        assertThat(Batch.isBatchable(submit(new Ticket(7, 1, 0), 10_000))).isTrue();
        assertThat(Batch.isBatchable(read(10_000))).isTrue();
        assertThat(Batch.isBatchable(submit(new Ticket(7, 1, 0), 100_000))).isFalse();
        assertThat(Batch.isBatchable(submit(null, 10))).isFalse();
        assertThat(Batch.isBatchable(new ClientRequest(Operation.READ, null, 0, Bytes.empty())))
                .isFalse();
        assertThat(Batch.isBatchable(ClientRequest.of(Operation.SESSION))).isFalse();
    }

    @Test
    void resultsThatDoNotFitAreAskedForAloneButTheFirst() {
        Answer large = new Answer.Done(Bytes.of(new byte[Batch.MOST_ANSWER_BYTES]));
        Answer small = new Answer.Done(Bytes.of(new byte[10]));
        byte[] encoded = bytes(Batch.encodeAnswers(new Answer[] {large, small, large}));

        assertThat(Batch.decodeAnswers(Unpooled.wrappedBuffer(encoded), 3))
                .containsExactly(large, new Answer.Alone(), new Answer.Alone());
    }

    @Test
    void tooManyItemsAndNoneAreRefused() {
        byte[] many = bytes(Batch.encode(Collections.nCopies(Batch.MOST_COUNT + 1, read(0))));

        assertThatThrownBy(() -> Batch.decode(Unpooled.wrappedBuffer(many)))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("at most 1024");
        assertThatThrownBy(() -> Batch.decode(Unpooled.EMPTY_BUFFER)).isInstanceOf(Rejected.class);
    }

    @Test
    void lengthIsComparedWithWhatIsThereBeforeItIsUsed() {
        ByteBuf endless = Unpooled.buffer().writeByte(2).writeInt(Integer.MAX_VALUE);

        assertThatThrownBy(() -> Batch.decode(endless))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("2147483647 bytes are announced, 0 are there");
    }

    @Test
    void answersToMoreOrFewerItemsAreNone() {
        byte[] encoded = bytes(Batch.encodeAnswers(ANSWERS));

        assertThat(Batch.decodeAnswers(Unpooled.wrappedBuffer(encoded), 3)).isNull();
        assertThat(Batch.decodeAnswers(Unpooled.wrappedBuffer(encoded), 5)).isNull();
    }
}

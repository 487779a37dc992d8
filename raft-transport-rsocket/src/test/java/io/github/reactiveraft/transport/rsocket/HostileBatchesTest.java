package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftException.Rejected;
import io.github.reactiveraft.api.fuzz.HostileInputs;
import io.github.reactiveraft.api.fuzz.Mutator;
import io.github.reactiveraft.api.fuzz.Trials;
import io.netty.buffer.Unpooled;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Batches of clients' requests, and answers to them, that nobody sends. */
class HostileBatchesTest {

    @Test
    void hostileItemsAndAnswersAreReadOrRefused() {
        byte[] items = BatchTest.bytes(Batch.encode(BatchTest.ITEMS));
        byte[] answers = BatchTest.bytes(Batch.encodeAnswers(BatchTest.ANSWERS));

        Trials.ofInputs(HostileBatchesTest.class, HostileInputs.COUNT).run(seed -> {
            Mutator mutator = new Mutator(new SplittableRandom(seed));
            try {
                assertThat(Batch.decode(Unpooled.wrappedBuffer(mutator.mutated(items, answers))))
                        .isNotEmpty();
            } catch (Rejected refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
            Batch.decodeAnswers(Unpooled.wrappedBuffer(mutator.mutated(answers, items)), BatchTest.ANSWERS.length);
        });
    }
}

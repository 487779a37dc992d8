package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.ENTRY;
import static io.github.reactiveraft.core.runtime.Words.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.SnapshotPolicy;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.core.protocol.Event.SnapshotTaken;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class SnapshotTakerTest extends TakerFixture {

    @Test
    void takesOneWhenSoManyEntriesWereApplied() {
        applies(1, 2);
        assertThat(capturedCount).isZero();

        applies(3, 4);

        assertThat(snapshots.calls())
                .containsExactly("create 7/4", "write 24", "write 100", "write 100", "write 100", "finish 7/4");
        assertThat(taken).containsExactly(new SnapshotTaken(snapshot(4), 5));
    }

    @Test
    void takesOneWhenSoManyBytesWereApplied() {
        taker(new SnapshotPolicy(Long.MAX_VALUE, 3L * ENTRY, 0));

        applies(1, 2);
        assertThat(capturedCount).isZero();
        applies(3, 3);

        assertThat(taken).containsExactly(new SnapshotTaken(snapshot(3), 4));
    }

    @Test
    void stateIsCapturedBeforeTheNextCommandAndWrittenLater() {
        byte[] state = Images.state(1_000);
        captured = () -> Flux.just(ByteBuffer.wrap(state.clone()));
        taker.applied(slice(1, 3));

        assertThat(capturedCount).isEqualTo(1);
        captured = () -> Flux.just(ByteBuffer.wrap(new byte[] {1}));
        taker.applied(slice(4, 5));
        bench.io.runAll();

        Bytes image = Images.adopted(bench.storage, snapshot(3));
        assertThat(image).isEqualTo(Images.of(snapshot(3), Images.withoutSessions(state)));
    }

    @Test
    void chunksAreAskedForOneByOneAsTheDiskTakesThem() {
        List<Integer> writtenBefore = new ArrayList<>();
        captured = () -> Flux.range(0, 5).map(i -> {
            writtenBefore.add(snapshots.calls("write").size());
            return ByteBuffer.allocate(100);
        });
        taker.applied(slice(1, 3));
        assertThat(writtenBefore).as("not on the loop").isEmpty();

        bench.io.runAll();

        assertThat(writtenBefore).as("behind the sessions").containsExactly(1, 2, 3, 4, 5);
        assertThat(taken).hasSize(1);
    }

    @Test
    void logIsWrittenBetweenTwoChunks() {
        List<Integer> writtenBefore = new ArrayList<>();
        captured = () -> chunks(100);
        taker.applied(slice(1, 3));
        for (int i = 0; i < 10; i++) {
            bench.io.runNext();
        }

        bench.io.schedule(() -> writtenBefore.add(snapshots.calls("write").size()));
        bench.io.runNext();
        bench.io.runNext();

        assertThat(writtenBefore).singleElement().satisfies(count -> assertThat(count)
                .isLessThan(10));
    }

    @Test
    void onlyOneIsTakenAtATime() {
        taker.applied(slice(1, 3));

        for (int i = 4; i <= 100; i++) {
            taker.applied(slice(i, i));
        }
        bench.io.runAll();

        assertThat(capturedCount).isEqualTo(1);
        assertThat(snapshots.calls("create")).containsExactly("create 7/3");
    }

    @Test
    void noOtherIsBegunUntilTheOneTakenIsInForce() {
        applies(1, 3);
        applies(4, 10);
        wanted();
        applies(11, 20);
        assertThat(snapshots.calls("create")).containsExactly("create 7/3");

        taker.adopted();
        applies(21, 21);

        assertThat(snapshots.calls("create")).containsExactly("create 7/3", "create 7/21");
    }

    @Test
    void oneThatTheCoreDoesNotWantIsNotWaitedFor() {
        applies(1, 3);

        taker.stepped();
        applies(4, 6);

        assertThat(snapshots.calls("create")).containsExactly("create 7/3", "create 7/6");
    }

    @Test
    void entriesAreCountedFromTheLastOneOn() {
        for (int round = 0; round < 4; round++) {
            applies(5 * round + 1, 5 * round + 1);
            applies(5 * round + 2, 5 * round + 5);
            wanted();
            taker.adopted();
        }

        assertThat(snapshots.calls("create"))
                .containsExactly("create 7/5", "create 7/10", "create 7/15", "create 7/20");
    }

    @Test
    void entriesBeforeARestoredSnapshotDoNotCount() {
        applies(1, 2);

        taker.applied(AppliedSlice.RESTORED);
        applies(11, 12);
        assertThat(capturedCount).isZero();
        applies(13, 13);

        assertThat(snapshots.calls("create")).containsExactly("create 7/13");
    }

    @Test
    void trailingEntriesAreKept() {
        taker(new SnapshotPolicy(3, Long.MAX_VALUE, 2));
        applies(1, 10);

        assertThat(taken).containsExactly(new SnapshotTaken(snapshot(10), 9));
    }

    @Test
    void moreTrailingEntriesThanThereAreKeepsAll() {
        taker(new SnapshotPolicy(3, Long.MAX_VALUE, Long.MAX_VALUE));
        applies(1, 10);

        assertThat(taken).containsExactly(new SnapshotTaken(snapshot(10), 1));
    }

    @Test
    void whatFollowsTheOldestOfferIsKept() {
        lowestOffer = 4;
        applies(1, 10);

        assertThat(taken).containsExactly(new SnapshotTaken(snapshot(10), 5));
    }

    @Test
    void offerIsLookedAtWhenTheSnapshotIsWritten() {
        taker.applied(slice(1, 10));
        lowestOffer = 6;
        bench.io.runAll();

        assertThat(taken).containsExactly(new SnapshotTaken(snapshot(10), 7));
    }
}

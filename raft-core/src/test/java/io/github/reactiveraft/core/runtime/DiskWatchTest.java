package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.MAX;
import static io.github.reactiveraft.core.runtime.Words.leader;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.StorageHealth;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.core.protocol.Event.DiskStalled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

class DiskWatchTest {

    private static final Duration STALL = Duration.ofSeconds(3);

    private final Bench bench = new Bench();
    private final DiskWatch watch = new DiskWatch(bench.parts());
    private final List<DiskStalled> stalled = new ArrayList<>();

    @Test
    void idleDiskHasNotStalled() {
        StepVerifier.withVirtualTime(() -> watch.watch(leader(1)), () -> bench.clock, Long.MAX_VALUE)
                .expectSubscription()
                .expectNoEvent(Duration.ofMinutes(1))
                .thenCancel()
                .verify();
        assertThat(watch.look()).isEqualTo(StorageHealth.OK);
    }

    @Test
    void writeThatIsNotFinishedForTheStallEndsTheLeadershipOnce() {
        StepVerifier.withVirtualTime(() -> watch.watch(leader(1)), () -> bench.clock, Long.MAX_VALUE)
                .expectSubscription()
                .then(watch::writing)
                .expectNoEvent(STALL.minusNanos(1))
                .thenAwait(MAX)
                .expectNext(new DiskStalled(4))
                .verifyComplete();
    }

    @Test
    void slowDiskMovesAsLongAsWritesAreFinished() {
        Disposable watching = watch.watch(leader(1)).subscribe(stalled::add);

        for (int i = 0; i < 100; i++) {
            watch.writing();
            watch.writing();
            bench.pass(STALL.minusMillis(1));
            watch.written(1);
        }

        assertThat(stalled).as("with more and more writes that wait").isEmpty();
        assertThat(watch.isMoving()).isTrue();
        watching.dispose();
    }

    @Test
    void oldestWriteIsNotMadeYoungerByThoseBehindIt() {
        watch.writing();
        bench.pass(STALL.minusMillis(1));
        watch.writing();
        assertThat(watch.look()).isEqualTo(StorageHealth.OK);
        bench.passMillis(1);

        assertThat(watch.look()).isEqualTo(StorageHealth.STALLED);
        assertThat(watch.isMoving()).isFalse();
    }

    @Test
    void firstWriteThatIsFinishedEndsTheStall() {
        watch.writing();
        watch.writing();
        bench.pass(STALL);
        assertThat(watch.look()).isEqualTo(StorageHealth.STALLED);

        watch.written(1);

        assertThat(watch.look()).isEqualTo(StorageHealth.OK);
        bench.pass(STALL);
        assertThat(watch.look()).as("the second one, too").isEqualTo(StorageHealth.STALLED);
    }

    @Test
    void diskWithoutRoomGetsNowhereAtOnceAndUntilSomethingIsWritten() {
        watch.writing();
        watch.full(new StorageException(StorageException.Reason.FULL, "no room", null));
        assertThat(watch.look()).isEqualTo(StorageHealth.FULL);

        bench.pass(STALL.multipliedBy(10));
        assertThat(watch.look()).as("what there is to know of it").isEqualTo(StorageHealth.FULL);

        watch.written(1);
        assertThat(watch.look()).isEqualTo(StorageHealth.OK);
    }

    @Test
    void cancelLeavesNothingBehind() {
        Disposable watching = watch.watch(leader(1)).subscribe(stalled::add);
        watch.writing();

        watching.dispose();
        bench.pass(STALL.multipliedBy(2));

        assertThat(stalled).isEmpty();
        assertThat(bench.loop.runCount()).isZero();
    }
}

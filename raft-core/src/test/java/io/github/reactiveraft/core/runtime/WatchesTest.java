package io.github.reactiveraft.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.Compacted;
import io.github.reactiveraft.api.RaftException.Overloaded;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class WatchesTest {

    private static final int LAG = 8;

    private final Watches<Long> watches = new Watches<>(Words.N1, LAG);

    @Test
    void everyWatcherSeesEveryChangeFromItsSubscriptionOn() {
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();
        watches.emit(new Change<>(1, 1L));

        watches.watch().subscribe(change -> first.add(change.index()));
        watches.emit(new Change<>(2, 2L));
        watches.watch().subscribe(change -> second.add(change.index()));
        emit(3, 1_000);

        assertThat(first).isEqualTo(LongStream.rangeClosed(2, 1_000).boxed().toList());
        assertThat(second).isEqualTo(LongStream.rangeClosed(3, 1_000).boxed().toList());
    }

    @Test
    void watcherMayLagBehindALittle() {
        StepVerifier.create(watches.watch(), 0)
                .then(() -> emit(1, LAG))
                .thenRequest(LAG)
                .expectNextCount(LAG)
                .then(() -> emit(LAG + 1, LAG + 1))
                .thenRequest(1)
                .expectNext(new Change<>(LAG + 1, LAG + 1L))
                .thenCancel()
                .verify();
    }

    @Test
    void slowWatcherIsEndedAndDisturbsNobody() {
        List<Long> fast = new ArrayList<>();
        watches.watch().subscribe(change -> fast.add(change.index()));

        StepVerifier.create(watches.watch(), 0)
                .then(() -> emit(1, 100))
                .thenRequest(1_000)
                .thenConsumeWhile(change -> change.index() <= 2 * LAG)
                .expectErrorSatisfies(ended ->
                        assertThat(ended).isInstanceOf(Overloaded.class).hasMessageContaining("watch again"))
                .verify();

        assertThat(fast).hasSize(100);
    }

    @Test
    void watcherThatThrowsDisturbsNobody() {
        List<Long> other = new ArrayList<>();
        List<Throwable> errors = new ArrayList<>();
        watches.watch()
                .subscribe(
                        change -> {
                            throw new IllegalStateException("a bug of the watcher");
                        },
                        errors::add);
        watches.watch().subscribe(change -> other.add(change.index()));

        emit(1, 3);

        assertThat(other).containsExactly(1L, 2L, 3L);
        assertThat(errors).hasSize(1);
    }

    @Test
    void watcherThatLeavesIsForgotten() {
        Flux<Change<Long>> watch = watches.watch();

        StepVerifier.create(watch, 0).thenCancel().verify();
        emit(1, 100);

        StepVerifier.create(watch)
                .then(() -> emit(101, 101))
                .expectNextCount(1)
                .thenCancel()
                .verify();
    }

    @Test
    void skipEndsAllWatchersButNotThoseWhoComeLater() {
        List<Long> later = new ArrayList<>();

        StepVerifier.create(watches.watch())
                .then(() -> emit(1, 2))
                .expectNextCount(2)
                .then(() -> watches.skip(50))
                .expectErrorSatisfies(ended -> assertThat(ended)
                        .isInstanceOf(Compacted.class)
                        .hasMessageContaining("index 50")
                        .hasMessageContaining("watch again"))
                .verify();
        watches.watch().subscribe(change -> later.add(change.index()));
        emit(51, 52);

        assertThat(later).containsExactly(51L, 52L);
    }

    @Test
    void skippedWatcherGetsWhatItHasNotTakenYetBeforeItEnds() {
        StepVerifier.create(watches.watch(), 0)
                .then(() -> emit(1, 2))
                .then(() -> watches.skip(50))
                .thenRequest(5)
                .expectNextCount(2)
                .verifyError(Compacted.class);
    }

    @Test
    void watchThatWasPreparedBeforeASkipSeesWhatComesAfter() {
        Flux<Change<Long>> watch = watches.watch();
        watches.skip(50);

        StepVerifier.create(watch)
                .then(() -> emit(51, 51))
                .expectNextCount(1)
                .thenCancel()
                .verify();
    }

    @Test
    void watcherThatBeginsAnewAsItIsEndedGoesOnBehindTheSkip() {
        List<Long> seen = new ArrayList<>();
        watches.watch()
                .onErrorResume(Compacted.class, ended -> watches.watch())
                .subscribe(change -> seen.add(change.index()));
        emit(1, 2);

        watches.skip(50);
        emit(51, 52);

        assertThat(seen).containsExactly(1L, 2L, 51L, 52L);
    }

    @Test
    void closeEndsAllWatchersAndWhoComesLater() {
        StepVerifier.create(watches.watch())
                .then(() -> emit(1, 2))
                .expectNextCount(2)
                .then(() -> watches.close(new Closed(Words.N1)))
                .verifyError(Closed.class);

        StepVerifier.create(watches.watch()).verifyError(Closed.class);
    }

    private void emit(long first, long last) {
        for (long index = first; index <= last; index++) {
            watches.emit(new Change<>(index, index));
        }
    }
}

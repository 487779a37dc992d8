package io.github.reactiveraft.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Change;
import io.github.reactiveraft.api.RaftException.Compacted;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Watchers that are slow, or do things while they are told something. */
class WatchDemandTest extends WatchFixture {

    @Test
    void watcherOfTheFutureThatIsAskedForLateIsNotTooLate() {
        Client client = watching(watches.watch(50), 0);

        apply(1, 51);
        apply(52, 57);
        client.request(Long.MAX_VALUE);
        runAll();

        assertThat(client.seen).isEqualTo(range(50, 57));
    }

    @Test
    void nothingComesThatWasNotAskedFor() {
        Client client = watching(watches.watch(1), 0);
        apply(1, 6);
        assertThat(client.seen).isEmpty();

        client.request(2);
        runAll();
        assertThat(client.seen).containsExactly(1L, 2L);

        client.request(5);
        runAll();
        assertThat(client.seen).isEqualTo(range(1, 6));
        apply(7, 9);
        assertThat(client.seen).isEqualTo(range(1, 7));
    }

    @Test
    void manyRequestsAreOneTask() {
        Client client = watching(watches.watch(1), 0);
        apply(1, 5);
        int before = taskCount;

        for (int i = 0; i < 100; i++) {
            client.request(1);
        }
        runAll();

        assertThat(taskCount).isEqualTo(before + 1);
        assertThat(client.seen).isEqualTo(range(1, 5));
    }

    @Test
    void whoHasMuchToCatchUpOnLetsOthersHaveTheirTurn() {
        keep(1_000);
        apply(1, 500);
        Client client = new Client(Long.MAX_VALUE);
        watches.watch(1).subscribe(client);

        List<Integer> steps = new ArrayList<>();
        while (!tasks.isEmpty()) {
            int before = client.seen.size();
            tasks.remove().run();
            steps.add(client.seen.size() - before);
        }

        assertThat(client.seen).isEqualTo(range(1, 500));
        assertThat(steps).allMatch(count -> count <= 64);
    }

    @Test
    void changesThatComeWhileOneCatchesUpComeInTheirPlace() {
        keep(1_000);
        apply(1, 500);
        Client client = new Client(Long.MAX_VALUE);
        watches.watch(1).subscribe(client);

        for (long index = 501; index <= 510; index++) {
            tasks.remove().run();
            applyWithoutTasks(index);
        }
        runAll();
        apply(511, 511);

        assertThat(client.seen).isEqualTo(range(1, 511));
    }

    @Test
    void slowWatcherIsEndedOnceWhatItNeedsIsGoneAndDisturbsNobody() {
        Client fast = watching(watches.watch(1), Long.MAX_VALUE);
        Client slow = watching(watches.watch(1), 1);

        apply(1, 1 + KEPT);
        assertThat(slow.end()).isEqualTo("none");
        apply(2 + KEPT, 2 + KEPT);
        assertThat(slow.end()).isEqualTo("Compacted from 3");
        slow.request(100);
        apply(3 + KEPT, 100);

        assertThat(slow.seen).containsExactly(1L);
        assertThat(fast.seen).isEqualTo(range(1, 100));
    }

    @Test
    void watcherThatSawEverythingIsNotEndedByWhatIsDropped() {
        Client client = watching(watches.watch(1), 3);

        apply(1, 3);
        for (long index = 4; index < 1_000; index++) {
            applyWithoutTasks(index);
            client.request(1);
            runAll();
        }

        assertThat(client.seen).isEqualTo(range(1, 999));
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
        runAll();

        apply(1, 3);

        assertThat(other).containsExactly(1L, 2L, 3L);
        assertThat(errors).hasSize(1);
    }

    @Test
    void watcherThatLeavesIsForgotten() {
        Client client = watching(watches.watch(), Long.MAX_VALUE);
        Client early = new Client(Long.MAX_VALUE);
        watches.watch().subscribe(early);
        early.cancel();

        apply(1, 1);
        client.cancel();
        apply(2, 100);

        assertThat(client.seen).containsExactly(1L);
        assertThat(early.seen).isEmpty();
        assertThat(List.of(client.end(), early.end())).containsOnly("none");
    }

    @Test
    void subscriberMayAskForTheNextInTheMiddleOfOne() {
        Client client = new Client(1) {
            @Override
            protected void hookOnNext(Change<Long> change) {
                super.hookOnNext(change);
                request(1);
            }
        };
        keep(100);
        apply(1, 50);

        watching(watches.watch(1), client);
        apply(51, 99);

        assertThat(client.seen).isEqualTo(range(1, 99));
    }

    @Test
    void subscriberMayLeaveInTheMiddleOfOne() {
        Client client = new Client(Long.MAX_VALUE) {
            @Override
            protected void hookOnNext(Change<Long> change) {
                super.hookOnNext(change);
                if (change.index() == 3) {
                    cancel();
                }
            }
        };
        Client other = watching(watches.watch(1), Long.MAX_VALUE);
        apply(1, 2);

        watching(watches.watch(1), client);
        apply(3, 20);

        assertThat(client.seen).containsExactly(1L, 2L, 3L);
        assertThat(other.seen).isEqualTo(range(1, 20));
    }

    @Test
    void subscriberMayWatchAgainInTheMiddleOfOne() {
        Client nested = new Client(Long.MAX_VALUE);
        watches.watch().take(1).subscribe(change -> watches.watch().subscribe(nested));
        runAll();

        apply(1, 3);

        assertThat(nested.seen).containsExactly(2L, 3L);
    }

    @Test
    void hundredThousandChangesAreKeptForNobody() {
        List<Long> ends = new ArrayList<>();
        long[] sum = new long[1];
        watches.watch(1).subscribe(change -> sum[0] += change.value());
        Flux<Change<Long>> slow = Flux.defer(() -> watches.watch())
                .doOnError(Compacted.class, ended -> ends.add(ended.availableFrom()))
                .retry();
        Client client = watching(slow, 1);
        int most = 0;

        for (long index = 1; index <= 100_000; index++) {
            apply(index, index);
            if (index % 10 == 0) {
                client.request(1);
            }
            most = Math.max(most, (int) (ring.endPlace() - ring.firstPlace()));
        }

        assertThat(sum[0]).isEqualTo(100_000L * 100_001 / 2);
        assertThat(most).as("all that is kept").isEqualTo(KEPT);
        assertThat(ends).hasSizeGreaterThan(1_000);
        assertThat(client.seen).hasSizeGreaterThan(1_000).isSorted().doesNotHaveDuplicates();
    }
}

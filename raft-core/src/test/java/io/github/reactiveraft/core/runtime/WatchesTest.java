package io.github.reactiveraft.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.RaftException.Closed;
import io.github.reactiveraft.api.RaftException.Compacted;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** Who is told what, from where on. */
class WatchesTest extends WatchFixture {

    @Test
    void everyWatcherSeesEveryChangeFromItsSubscriptionOn() {
        apply(1, 1);
        Client first = watching(watches.watch(), Long.MAX_VALUE);
        apply(2, 2);
        Client second = watching(watches.watch(), Long.MAX_VALUE);
        apply(3, 1_000);

        assertThat(first.seen).isEqualTo(range(2, 1_000));
        assertThat(second.seen).isEqualTo(range(3, 1_000));
    }

    /** The loop may have much to do between the subscription and its own part in it. */
    @Test
    void nowIsWhenSomebodySubscribes() {
        apply(1, 3);
        Client client = new Client(Long.MAX_VALUE);
        watches.watch().subscribe(client);

        applyWithoutTasks(4);
        runAll();
        apply(5, 5);

        assertThat(client.seen).containsExactly(4L, 5L);
    }

    @Test
    void pastComesFirstThenWhatIsNew() {
        apply(1, 6);

        Client client = watching(watches.watch(3), Long.MAX_VALUE);
        assertThat(client.seen).containsExactly(3L, 4L, 5L, 6L);
        apply(7, 9);

        assertThat(client.seen).isEqualTo(range(3, 9));
    }

    @Test
    void futureIsWaitedFor() {
        Client client = watching(watches.watch(50), Long.MAX_VALUE);
        Client lazy = watching(watches.watch(50), 0);

        apply(1, 55);
        lazy.request(2);
        runAll();

        assertThat(client.seen).isEqualTo(range(50, 55));
        assertThat(lazy.seen).containsExactly(50L, 51L);
        assertThat(List.of(client.end(), lazy.end())).containsOnly("none");
    }

    @Test
    void indexesWithoutChangesArePassedOver() {
        watches.applied(1, List.of());
        watches.applied(2, changes(2, 20, 21));
        watches.applied(3, List.of());

        assertThat(watching(watches.watch(1), 9).seen).containsExactly(20L, 21L);
        assertThat(watching(watches.watch(2), 9).seen).containsExactly(20L, 21L);
        assertThat(watching(watches.watch(3), 9).seen).isEmpty();
    }

    @Test
    void changesOfOneCommandComeTogetherAndInOrder() {
        Client client = watching(watches.watch(1), Long.MAX_VALUE);
        Client slow = watching(watches.watch(1), 1);

        watches.applied(1, changes(1, 12, 11, 13));
        apply(2, 2);
        slow.request(3);
        runAll();

        assertThat(client.seen).containsExactly(12L, 11L, 13L, 2L);
        assertThat(slow.seen).isEqualTo(client.seen);
    }

    @Test
    void indexBeforeTheFirstIsAnError() {
        StepVerifier.create(watches.watch(0)).verifyError(IllegalArgumentException.class);
        StepVerifier.create(watches.watch(-7)).verifyError(IllegalArgumentException.class);
    }

    @Test
    void whatIsGoneCannotBeWatched() {
        apply(1, 20);

        assertThat(watching(watches.watch(12), 0).end()).isEqualTo("Compacted from 13");
        assertThat(watching(watches.watch(13), 100).seen).isEqualTo(range(13, 20));
    }

    @Test
    void jumpEndsThoseItPassesAndNotThoseBehindIt() {
        Client caughtUp = watching(watches.watch(1), Long.MAX_VALUE);
        Client slow = watching(watches.watch(1), 1);
        Client waiting = watching(watches.watch(40), Long.MAX_VALUE);
        Client last = watching(watches.watch(50), Long.MAX_VALUE);
        Client behind = watching(watches.watch(51), Long.MAX_VALUE);
        Client lazy = watching(watches.watch(52), 0);
        apply(1, 2);

        watches.jump(50);
        Client late = watching(watches.watch(), Long.MAX_VALUE);
        apply(51, 53);
        lazy.request(1);
        runAll();

        assertThat(List.of(caughtUp, slow, waiting, last))
                .extracting(Client::end)
                .containsOnly("Compacted from 51");
        assertThat(caughtUp.seen).containsExactly(1L, 2L);
        assertThat(behind.seen).containsExactly(51L, 52L, 53L);
        assertThat(late.seen).isEqualTo(behind.seen);
        assertThat(lazy.seen).containsExactly(52L);
        assertThat(watching(watches.watch(50), 0).end()).isEqualTo("Compacted from 51");
    }

    @Test
    void snapshotThatTheReplicaStartsWithEndsNobody() {
        ring = new EventRing<>(Codec.int64(), KEPT * SIZE, 50);
        watches = new Watches<>(Words.N1, ring, tasks::add);
        Client now = watching(watches.watch(), Long.MAX_VALUE);
        Client behind = watching(watches.watch(51), Long.MAX_VALUE);

        watches.jump(50);
        apply(51, 51);

        assertThat(now.seen).containsExactly(51L);
        assertThat(behind.seen).containsExactly(51L);
        assertThat(watching(watches.watch(50), 0).end()).isEqualTo("Compacted from 51");
    }

    @Test
    void watcherThatBeginsAnewAsItIsEndedGoesOnBehindTheJump() {
        List<Long> seen = new ArrayList<>();
        watches.watch()
                .onErrorResume(Compacted.class, ended -> watches.watch(ended.availableFrom()))
                .subscribe(change -> seen.add(change.index()));
        runAll();
        apply(1, 2);

        watches.jump(50);
        runAll();
        apply(51, 52);

        assertThat(seen).containsExactly(1L, 2L, 51L, 52L);
    }

    @Test
    void closeEndsAllWatchersAndWhoComesLater() {
        Client client = watching(watches.watch(1), Long.MAX_VALUE);
        Client slow = watching(watches.watch(1), 0);
        apply(1, 2);

        watches.close(new Closed(Words.N1));
        watches.close(new Closed(Words.N1));

        assertThat(client.seen).containsExactly(1L, 2L);
        assertThat(List.of(
                        client.end(), slow.end(), watching(watches.watch(), 0).end()))
                .containsOnly("Closed");
    }
}

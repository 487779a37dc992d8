package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.HEARTBEAT;
import static io.github.reactiveraft.core.runtime.Words.MAX;
import static io.github.reactiveraft.core.runtime.Words.MIN;
import static io.github.reactiveraft.core.runtime.Words.N1;
import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.N3;
import static io.github.reactiveraft.core.runtime.Words.leader;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.core.protocol.Event.QuorumLost;
import io.github.reactiveraft.core.protocol.RaftView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

@DisplayName("Thesis §6.2: a leader without a majority steps down")
class QuorumWatchTest {

    private final Bench bench = new Bench();
    private final QuorumWatch watch = new QuorumWatch(bench.parts().settings().timing(), bench.loop, bench.time);
    private final List<QuorumLost> lost = new ArrayList<>();

    @Test
    void silenceOfAllFromTheStartEndsTheLeadershipOnce() {
        StepVerifier.withVirtualTime(() -> watch.watch(leader(1)), () -> bench.clock, Long.MAX_VALUE)
                .expectSubscription()
                .expectNoEvent(MAX.minusNanos(1))
                .thenAwait(MIN)
                .expectNext(new QuorumLost(4))
                .verifyComplete();
    }

    @Test
    void oneOfTwoPeersIsEnough() {
        Disposable watching = watch.watch(leader(1)).subscribe(lost::add);

        for (int i = 0; i < 600; i++) {
            bench.pass(HEARTBEAT);
            watch.heard(N3);
        }

        assertThat(lost).isEmpty();
        watching.dispose();
    }

    @Test
    void isLostOnceTheLastAnswerIsALongestTimeoutOld() {
        Disposable watching = watch.watch(leader(1)).subscribe(lost::add);
        bench.passMillis(900);
        watch.heard(N2);

        bench.passMillis(999);
        List<QuorumLost> whileFresh = List.copyOf(lost);
        bench.passMillis(252);

        assertThat(whileFresh).isEmpty();
        assertThat(lost).containsExactly(new QuorumLost(4));
        watching.dispose();
    }

    @Test
    void afterAStandstillTheOthersGetAsMuchTimeAgain() {
        Disposable watching = watch.watch(leader(1)).subscribe(lost::add);

        bench.standStill(5_000);
        bench.passMillis(1_149);
        List<QuorumLost> excused = List.copyOf(lost);
        bench.passMillis(1);

        assertThat(excused).isEmpty();
        assertThat(lost).containsExactly(new QuorumLost(4));
        watching.dispose();
    }

    @Test
    void leaderThatIsLateAllTheTimeStepsDownAllTheSame() {
        Disposable watching = watch.watch(leader(1)).subscribe(lost::add);

        for (int i = 0; i < 100; i++) {
            bench.standStill(60);
            bench.passMillis(50);
        }

        assertThat(lost).containsExactly(new QuorumLost(4));
        watching.dispose();
    }

    @Test
    void answersBetweenStandstillsKeepALeader() {
        Disposable watching = watch.watch(leader(1)).subscribe(lost::add);

        for (int i = 0; i < 100; i++) {
            bench.standStill(1_100);
            bench.passMillis(500);
            watch.heard(N2);
            bench.passMillis(500);
        }

        assertThat(lost).isEmpty();
        watching.dispose();
    }

    @Test
    void strangersDoNotCount() {
        Disposable watching = watch.watch(leader(1)).subscribe(lost::add);

        for (int i = 0; i < 20; i++) {
            bench.pass(HEARTBEAT);
            watch.heard(NodeId.of("stranger"));
        }

        assertThat(lost).hasSize(1);
        watching.dispose();
    }

    @Test
    void onlyMemberNeverLosesItself() {
        RaftView view = leader(1);
        RaftView alone = new RaftView(
                N1, Role.LEADER, 4, 7, N1, Words.members(N1), view.log(), 1, 1, Words.MET, 0, false, EntryId.NONE);
        Disposable watching = watch.watch(alone).subscribe(lost::add);

        bench.pass(Duration.ofSeconds(60));

        assertThat(lost).isEmpty();
        watching.dispose();
    }

    @Test
    void cancelLeavesNothingBehind() {
        Disposable watching = watch.watch(leader(1)).subscribe(lost::add);

        watching.dispose();
        bench.pass(Duration.ofSeconds(10));

        assertThat(lost).isEmpty();
        assertThat(bench.loop.runCount()).isZero();
    }
}

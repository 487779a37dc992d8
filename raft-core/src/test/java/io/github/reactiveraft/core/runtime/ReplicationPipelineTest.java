package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.N2;
import static io.github.reactiveraft.core.runtime.Words.entries;
import static io.github.reactiveraft.core.runtime.Words.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.model.Bytes;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class ReplicationPipelineTest extends PipelineFixture {

    @Test
    @DisplayName("§5.3: the first request finds out whether the logs agree")
    void probesWithOneEntryAndSendsNothingMoreUntilItIsAnswered() {
        log(1, 10);
        follow(2);

        assertThat(ranges()).containsExactly("10..10");
    }

    @Test
    void everyAnswerComesOutRawWithWhatItsRequestSpokeAbout() {
        log(1, 10);
        follow(2);

        peer.last().reject(4);
        peer.last().answer(new Appended(7, 3));

        assertThat(events).hasSize(2).first().satisfies(event -> assertThat(((AppendAnswered) event).verifiedIndex())
                .isEqualTo(10));
        assertThat(events.get(1)).isEqualTo(new AppendAnswered(4, sender(N2), 5, new Appended(7, 3)));
    }

    @Test
    void afterTheFirstSuccessAWindowIsInFlight() {
        log(1, 20);
        follow(2);

        peer.last().reject(1);
        peer.last().accept();

        assertThat(ranges()).containsExactly("20..20", "2..2", "3..4", "5..6", "7..8", "9..10");
    }

    @Test
    void windowStaysNoLargerHoweverOftenThePipelineIsWoken() {
        log(1, 20);
        ReplicationPipeline pipeline = agreedAt(2, 2);

        for (int i = 0; i < 100; i++) {
            pipeline.wake();
        }

        assertThat(open()).isEqualTo(WINDOW);
        peer.appends().get(3).accept();
        assertThat(open()).isEqualTo(WINDOW);
    }

    @Test
    void bytesInFlightAreBounded() {
        bench.limits = RaftLimits.defaults().withBatch(10, 1024).withWindow(16, 2048);
        log(1, 200);
        agreed(2);

        long bytes = peer.appends().stream()
                .skip(2)
                .mapToLong(call -> call.append().entries().byteCount())
                .sum();

        assertThat(bytes).isBetween(2048L, 2048L + 1024);
    }

    @Test
    void whatIsAppendedWhileTheWindowIsFullTravelsInOneRequest() {
        log(1, 10);
        ReplicationPipeline pipeline = agreedAt(100, 10);
        for (int i = 11; i <= 14; i++) {
            append(pipeline, i, i);
        }
        for (int i = 15; i <= 50; i++) {
            append(pipeline, i, i);
        }

        List<String> full = ranges();
        peer.appends().get(1).accept();

        assertThat(full).containsExactly("10..10", "11..11", "12..12", "13..13", "14..14");
        assertThat(peer.last().range()).isEqualTo("15..50");
    }

    @Test
    void laterRejectionsOfAWindowCountOnce() {
        log(1, 20);
        agreedAt(1, 10);

        List<ScriptedPeer.Call> window = peer.appends().subList(3, 6);
        List.copyOf(window).forEach(call -> call.reject(10));

        assertThat(ranges()).hasSize(7).endsWith("11..11");
        assertThat(events).hasSize(2 + 3);
    }

    @Test
    void failureIsRetriedOnlyWithTheHeartbeats() {
        log(1, 10);
        follow(2);

        for (int i = 0; i < 10; i++) {
            peer.appends().get(i).fail(false);
            assertThat(peer.appends()).hasSize(i + 1);
            bench.pass(Words.HEARTBEAT);
            assertThat(peer.appends()).hasSize(i + 2);
        }

        assertThat(ranges()).containsOnly("10..10");
        assertThat(peer.calls()).hasSameSizeAs(peer.appends());
        assertThat(failures).isEmpty();
    }

    @Test
    void silentPeerIsGivenUpAfterTheLongestElectionTimeoutAndProbedAgain() {
        log(1, 20);
        agreedAt(2, 2);
        bench.pass(Words.MAX.minusMillis(1));
        int before = peer.appends().size();

        bench.passMillis(101);

        assertThat(peer.appends().stream().filter(ScriptedPeer.Call::isCancelled))
                .hasSize(WINDOW);
        assertThat(peer.appends()).hasSize(before + 1);
        assertThat(peer.appends().get(before).range()).isEqualTo("3..3");
    }

    /** Else a slow link would carry it again and again, and nothing else. */
    @Test
    void aLargeEntryIsGivenMoreTimeToArrive() {
        log(1, 1);
        agreedAt(2, 1);
        Proposal large = Proposal.command(Bytes.of(new byte[3 * 1024 * 1024]));
        tail.append(EntryBatch.encode(2, 7, 2000, List.of(large)));
        view = Words.leader(2);
        bench.pass(Words.HEARTBEAT);
        ScriptedPeer.Call sent = peer.appends().get(peer.appends().size() - 1);
        assertThat(sent.range()).isEqualTo("2..2");

        bench.pass(Words.MAX.multipliedBy(4).minusMillis(1));
        assertThat(sent.isCancelled()).isFalse();

        bench.passMillis(2);
        assertThat(sent.isCancelled()).isTrue();
    }

    @Test
    void transportThatBreaksItsContractCostsTimeOnly() {
        log(1, 10);
        follow(2);

        peer.last().fail(new IllegalStateException("not what the contract says"));
        bench.pass(Words.HEARTBEAT);

        assertThat(failures).isEmpty();
        assertThat(ranges()).containsExactly("10..10", "10..10");
    }

    @Test
    void entriesNoLongerInTheTailAreReadFromTheDiskAndTheOrderStays() {
        log(1, 50);
        bench.storage.holding(entries(1, 50));
        tail.truncateFrom(1);
        tail.append(entries(41, 50));
        ReplicationPipeline pipeline = follow(10);

        peer.last().reject(0);
        boolean isAskedBeforeRead = peer.appends().size() > 1;
        bench.io.runAll();
        append(pipeline, 51, 51);
        acceptAll();

        assertThat(isAskedBeforeRead).isFalse();
        assertThat(bench.storage.reads()).isNotEmpty();
        assertThat(ranges()).containsExactly("50..50", "1..1", "2..11", "12..21", "22..31", "32..41", "42..51");
    }

    @Test
    void unreadableLogFailsTheFlow() {
        log(1, 50);
        bench.storage.holding(entries(1, 50));
        tail.truncateFrom(1);
        RuntimeException broken = HookedStorage.broken("Sector 7 cannot be read");
        bench.storage.beforeRead(HookedStorage.failing(broken));

        follow(10);
        bench.io.runAll();

        assertThat(failures).containsExactly(broken);
    }

    @Test
    void rejectionWhileAReadIsUnderWayReadsAgainFromTheNewPlace() {
        log(1, 50);
        bench.storage.holding(entries(1, 50));
        tail.truncateFrom(1);
        tail.append(entries(50, 50));
        follow(10);
        peer.last().reject(29);
        bench.io.runAll();
        peer.last().reject(9);
        bench.io.runAll();

        acceptAll();

        assertThat(ranges()).startsWith("50..50", "30..30", "10..10", "11..20").endsWith("41..50");
    }

    @Test
    void refusalIsNoErrorAndIsRetriedWithTheHeartbeats() {
        log(1, 10);
        follow(2);

        for (int i = 0; i < 5; i++) {
            peer.appends().get(i).answer(new Refused(Refused.Reason.SENDER, "who are you?"));
            bench.pass(Words.HEARTBEAT);
        }

        assertThat(failures).isEmpty();
        assertThat(events).isEmpty();
        assertThat(peer.appends()).hasSize(6);
    }

    @Test
    void answerOfALaterTermComesOutAndNothingMoreIsSentForAWhile() {
        log(1, 10);
        follow(2);

        peer.last().answer(new Appended(8, 3));

        assertThat(events).containsExactly(new AppendAnswered(4, sender(N2), 10, new Appended(8, 3)));
        assertThat(peer.calls()).hasSize(1);
    }

    @Test
    void endOfTheLeadershipEndsEverything() {
        log(1, 20);
        bench.limits = bench.limits.withBatch(1, 1024).withWindow(WINDOW, 1024 * 1024);
        ReplicationPipeline pipeline = pipeline();
        Disposable leading = pipeline.answers().subscribe(events::add, failures::add);
        peer.last().accept();
        bench.pass(Words.HEARTBEAT);
        int asked = peer.calls().size();
        int heard = events.size();

        leading.dispose();
        long before = bench.loop.runCount();
        pipeline.wake();
        peer.calls().forEach(ScriptedPeer.Call::accept);
        bench.pass(Duration.ofSeconds(10));

        assertThat(peer.calls().stream().skip(1)).allMatch(ScriptedPeer.Call::isCancelled);
        assertThat(peer.calls()).hasSize(asked);
        assertThat(events).hasSize(heard);
        assertThat(bench.loop.runCount()).isEqualTo(before);
    }

    @Test
    void entriesAreNeverSkippedHoweverAnswersAreLostOrLate() {
        SplittableRandom random = new SplittableRandom(3);
        log(1, 100);
        ReplicationPipeline pipeline = follow(3);
        long stored = 0;
        int seen = 0;
        int answered = 0;
        for (int step = 0; step < 3_000; step++) {
            List<ScriptedPeer.Call> calls = peer.calls();
            for (; seen < calls.size(); seen++) {
                var request = calls.get(seen).append();
                if (request.previous().index() <= stored) {
                    stored = Math.max(stored, request.verifiedIndex());
                }
            }
            if (answered < seen) {
                ScriptedPeer.Call call = calls.get(answered++);
                int fate = random.nextInt(10);
                if (fate == 0) {
                    call.fail(true);
                } else if (call.append().previous().index() <= stored) {
                    call.accept();
                } else {
                    call.reject(stored);
                }
            }
            if (step % 10 == 0) {
                append(pipeline, view.log().lastIndex() + 1, view.log().lastIndex() + 1);
            }
            bench.passMillis(random.nextInt(20));
        }
        bench.pass(Duration.ofSeconds(5));

        assertThat(failures).isEmpty();
        assertThat(stored).isGreaterThanOrEqualTo(view.log().lastIndex() - 30);
    }
}

package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.ENTRY;
import static io.github.reactiveraft.core.runtime.Words.entries;
import static io.github.reactiveraft.core.runtime.Words.leader;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.core.protocol.RaftView;
import io.github.reactiveraft.core.runtime.ReplicationCursor.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplicationCursorTest {

    private final Bench bench = new Bench();
    private final LogTail tail = new LogTail(1024 * 1024);
    private RaftView view = leader(20);

    @Test
    @DisplayName("§5.3: nextIndex starts at the leader's last entry; one request at a time until the logs agree")
    void probesWithOneEntryFirst() {
        ReplicationCursor cursor = cursor(3);

        Cut probe = next(cursor);

        assertThat(range(probe)).isEqualTo("20..20");
        assertThat(cursor.next(view)).isNull();
    }

    @Test
    void agreedLogIsFollowedByAWindowLimitedByCount() {
        ReplicationCursor cursor = agreedAt(3, 5);

        List<String> sent = drain(cursor);

        assertThat(sent).containsExactly("6..8", "9..11", "12..14", "15..17");
    }

    @Test
    void windowIsLimitedByBytes() {
        bench.limits = RaftLimits.defaults().withBatch(12, 1024).withWindow(8, 1024);
        ReplicationCursor cursor = agreed(leader(200), 5);

        int bytes = 0;
        for (Cut cut = cursor.next(view); cut != null; cut = cursor.next(view)) {
            bytes += cut.byteCount();
        }

        assertThat(bytes).isBetween(1024, 1024 + 12 * ENTRY);
    }

    @Test
    void answerMakesRoomForOneMore() {
        ReplicationCursor cursor = agreedAt(1, 5);
        List<Cut> window = drainCuts(cursor);

        accept(cursor, window.get(2));

        assertThat(range(next(cursor))).isEqualTo("10..10");
        assertThat(cursor.next(view)).isNull();
    }

    @Test
    void requestIsCutFromTheLogOfThatMoment() {
        ReplicationCursor cursor = agreedAt(10, 20);
        assertThat(cursor.next(view)).isNull();

        tail.append(entries(21, 24));
        view = leader(24);

        assertThat(range(next(cursor))).isEqualTo("21..24");
    }

    @Test
    void rejectionMovesBackByTheHintAndProbesAnew() {
        ReplicationCursor cursor = cursor(3);

        reject(cursor, next(cursor), 9);

        assertThat(range(next(cursor))).isEqualTo("10..10");
        assertThat(cursor.next(view)).isNull();
    }

    @Test
    void laterRejectionsOfAWindowAreTheSameMismatch() {
        ReplicationCursor cursor = agreedAt(1, 5);
        List<Cut> window = drainCuts(cursor);

        reject(cursor, window.get(2), 6);
        Cut probe = next(cursor);
        reject(cursor, window.get(3), 5);
        reject(cursor, window.get(1), 4);

        assertThat(range(probe)).isEqualTo("7..7");
        assertThat(cursor.nextIndex()).isEqualTo(7);
        assertThat(cursor.next(view)).as("the probe is still under way").isNull();
    }

    @Test
    void answersOfAnEarlierGenerationDoNotMoveNextIndexBackNorEndTheProbing() {
        ReplicationCursor cursor = agreedAt(1, 5);
        List<Cut> window = drainCuts(cursor);
        reject(cursor, window.get(2), 6);
        Cut probe = next(cursor);

        accept(cursor, window.get(0));
        cursor.failed(window.get(3));

        assertThat(cursor.nextIndex()).isEqualTo(7);
        assertThat(cursor.next(view)).isNull();
        accept(cursor, probe);
        assertThat(drain(cursor)).containsExactly("8..8", "9..9", "10..10", "11..11");
    }

    @Test
    void rejectionThatWasOvertakenNeverGoesBackBehindWhatIsKnownToMatch() {
        ReplicationCursor cursor = agreedAt(1, 5);
        List<Cut> window = drainCuts(cursor);
        accept(cursor, window.get(3));

        boolean isLost = reject(cursor, window.get(2), 2);

        assertThat(isLost).isFalse();
        assertThat(cursor.nextIndex()).isEqualTo(10);
    }

    @Test
    void peerThatLostWhatItHadIsGivenItAgain() {
        ReplicationCursor cursor = agreedAt(3, 12);

        boolean isLost = reject(cursor, next(cursor), 2);

        assertThat(isLost).isTrue();
        assertThat(range(next(cursor))).isEqualTo("3..3");
        assertThat(cursor.heartbeat(view).request().previous().index()).isEqualTo(2);
    }

    @Test
    void heartbeatFindsOutThatAPeerLostWhatItHad() {
        ReplicationCursor cursor = agreedAt(3, 20);
        assertThat(cursor.next(view)).as("nothing more to send").isNull();

        boolean isLost = cursor.heartbeatRejected(cursor.heartbeat(view), new AppendRejected(7, 9, 0, 10), view);

        assertThat(isLost).isTrue();
        assertThat(range(next(cursor))).isEqualTo("10..10");
    }

    /** It acknowledged them before its disk had them, and was started again: nothing is lost that it vouched for. */
    @Test
    void heartbeatFindsOutThatAPeerNeverKeptWhatItAccepted() {
        ReplicationCursor cursor = agreedAt(20, 12);
        cursor.accepted(next(cursor), new Appended(7, 14));

        boolean isLost = cursor.heartbeatRejected(cursor.heartbeat(view), new AppendRejected(7, 14, 0, 15), view);

        assertThat(isLost).isFalse();
        assertThat(range(next(cursor))).isEqualTo("15..15");
    }

    @Test
    void rejectedHeartbeatOfAnEarlierGenerationSaysNothing() {
        ReplicationCursor cursor = agreedAt(3, 12);
        Cut early = cursor.heartbeat(view);
        cursor.failed(next(cursor));
        cursor.resume();

        assertThat(cursor.heartbeatRejected(early, new AppendRejected(7, 2, 0, 3), view))
                .isFalse();
        assertThat(cursor.nextIndex()).isEqualTo(13);
    }

    @Test
    void heartbeatThatIsRejectedWhereThePeerIsProbedStepsBackInPlaceOfTheLostProbe() {
        ReplicationCursor cursor = cursor(3);
        Cut lost = next(cursor);

        boolean isLost = cursor.heartbeatRejected(cursor.heartbeat(view), new AppendRejected(7, 9, 0, 10), view);
        Cut probe = next(cursor);
        cursor.failed(lost);

        assertThat(isLost).isFalse();
        assertThat(range(probe)).isEqualTo("10..10");
        assertThat(cursor.next(view)).as("the second probe is still under way").isNull();
    }

    @Test
    void heartbeatThatIsAcceptedWhereThePeerIsProbedOpensTheWindowInPlaceOfTheLostProbe() {
        ReplicationCursor cursor = cursor(3);
        reject(cursor, next(cursor), 9);
        Cut lost = next(cursor);

        cursor.heartbeatAccepted(cursor.heartbeat(view), new Appended(7, 8));
        List<String> window = drain(cursor);
        cursor.failed(lost);

        assertThat(range(lost)).isEqualTo("10..10");
        assertThat(window.get(0)).startsWith("10..");
        assertThat(cursor.nextIndex()).as("the lost probe changes nothing").isGreaterThan(10);
    }

    @Test
    void failurePausesUntilResumedAndBeginsAgainBehindTheMatch() {
        ReplicationCursor cursor = agreedAt(3, 5);
        List<Cut> window = drainCuts(cursor);
        accept(cursor, window.get(0));

        cursor.failed(window.get(1));
        Cut paused = cursor.next(view);
        cursor.resume();

        assertThat(paused).isNull();
        assertThat(range(next(cursor))).isEqualTo("9..9");
        assertThat(cursor.next(view)).isNull();
    }

    @Test
    void failedProbeIsRepeatedFromTheSamePlace() {
        ReplicationCursor cursor = cursor(3);
        reject(cursor, next(cursor), 9);

        cursor.failed(next(cursor));
        cursor.resume();

        assertThat(range(next(cursor))).isEqualTo("10..10");
    }

    @Test
    void entriesOutsideTheTailMustBeLoaded() {
        LogTail newest = new LogTail(64 * 1024);
        newest.append(entries(20, 20));
        ReplicationCursor far = new ReplicationCursor(
                bench.parts().settings().limits(), new LogReader(newest, new IoLane(bench.io), bench.parts()), view);
        reject(far, next(far), 9);

        boolean mustLoad = far.mustLoad(view);
        Cut before = far.next(view);
        far.loaded(entries(10, 12));

        assertThat(mustLoad).isTrue();
        assertThat(before).isNull();
        assertThat(far.mustLoad(view)).isFalse();
        assertThat(range(next(far))).isEqualTo("10..10");
    }

    @Test
    void heartbeatIsAboutWhatIsKnownToMatch() {
        ReplicationCursor cursor = agreedAt(3, 12);
        drainCuts(cursor);

        AppendEntries heartbeat = cursor.heartbeat(view).request();

        assertThat(heartbeat.previous().index()).isEqualTo(12);
        assertThat(heartbeat.entries().isEmpty()).isTrue();
    }

    /** A follower answers a repeated request at once with what its disk has by then, which may be less than was asked. */
    @Test
    void heartbeatVerifiesAllThatWasSentOnceNothingIsInFlight() {
        ReplicationCursor cursor = agreedAt(20, 12);
        Cut rest = next(cursor);
        cursor.accepted(rest, new Appended(7, 14));

        AppendEntries heartbeat = cursor.heartbeat(view).request();

        assertThat(cursor.next(view)).as("nothing more to send").isNull();
        assertThat(heartbeat.previous().index()).isEqualTo(20);
    }

    @Test
    void firstEntryOfAllIsItsOwnProbe() {
        view = leader(1);
        tail.append(entries(1, 1));
        ReplicationCursor cursor = new ReplicationCursor(
                bench.parts().settings().limits(), new LogReader(tail, new IoLane(bench.io), bench.parts()), view);
        Cut first = next(cursor);
        accept(cursor, first);

        assertThat(range(first)).isEqualTo("1..1");
        assertThat(cursor.next(view)).isNull();
        assertThat(cursor.heartbeat(view).request().previous().index()).isEqualTo(1);
    }

    @Test
    void whateverThePeerSaysTheWindowHoldsAndEveryRequestIsValid() {
        SplittableRandom random = new SplittableRandom(7);
        ReplicationCursor cursor = cursor(2);
        List<Cut> inFlight = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            Cut cut = cursor.next(view);
            if (cut != null) {
                inFlight.add(cut);
                assertThat(inFlight.stream().filter(one -> one.generation() == cut.generation()))
                        .hasSizeLessThanOrEqualTo(4);
            }
            assertThat(cursor.nextIndex()).isBetween(1L, 21L);
            assertThat(cursor.heartbeat(view).request().previous().index()).isLessThanOrEqualTo(20);
            if (!inFlight.isEmpty() && random.nextBoolean()) {
                Cut answered = inFlight.remove(random.nextInt(inFlight.size()));
                long index = random.nextLong(0, 25);
                switch (random.nextInt(4)) {
                    case 0 -> cursor.failed(answered);
                    case 1 ->
                        cursor.rejected(answered, new AppendRejected(7, index, random.nextLong(0, 8), index), view);
                    default -> cursor.accepted(answered, new Appended(7, index));
                }
            }
            if (random.nextInt(8) == 0) {
                cursor.resume();
            }
        }
        assertThat(cursor.nextIndex()).isEqualTo(21);
    }

    /** The peer agrees up to an index; batches of so many entries, four in the window. */
    private ReplicationCursor agreedAt(int batch, long match) {
        bench.limits = RaftLimits.defaults().withBatch(batch, 256 * 1024).withWindow(4, 1024 * 1024);
        return agreed(view, match);
    }

    private ReplicationCursor agreed(RaftView leader, long match) {
        view = leader;
        tail.append(entries(1, view.log().lastIndex()));
        ReplicationCursor cursor = new ReplicationCursor(
                bench.parts().settings().limits(), new LogReader(tail, new IoLane(bench.io), bench.parts()), view);
        if (match < view.log().lastIndex()) {
            reject(cursor, next(cursor), match - 1);
        }
        accept(cursor, next(cursor));
        return cursor;
    }

    private ReplicationCursor cursor(int batch) {
        bench.limits = RaftLimits.defaults().withBatch(batch, 256 * 1024).withWindow(4, 1024 * 1024);
        tail.append(entries(1, 20));
        return new ReplicationCursor(
                bench.parts().settings().limits(), new LogReader(tail, new IoLane(bench.io), bench.parts()), view);
    }

    private Cut next(ReplicationCursor cursor) {
        return Objects.requireNonNull(cursor.next(view), "nothing to send");
    }

    private List<Cut> drainCuts(ReplicationCursor cursor) {
        List<Cut> cuts = new ArrayList<>();
        for (Cut cut = cursor.next(view); cut != null; cut = cursor.next(view)) {
            cuts.add(cut);
        }
        return cuts;
    }

    private List<String> drain(ReplicationCursor cursor) {
        return drainCuts(cursor).stream().map(ReplicationCursorTest::range).toList();
    }

    private void accept(ReplicationCursor cursor, Cut cut) {
        cursor.accepted(cut, new Appended(7, cut.request().verifiedIndex()));
    }

    private boolean reject(ReplicationCursor cursor, Cut cut, long lastIndex) {
        return cursor.rejected(cut, new AppendRejected(7, lastIndex, 0, lastIndex + 1), view);
    }

    private static String range(Cut cut) {
        return cut.request().entries().firstIndex() + ".."
                + cut.request().entries().lastIndex();
    }
}

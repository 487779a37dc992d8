package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.entries;
import static io.github.reactiveraft.core.runtime.Words.leader;
import static io.github.reactiveraft.core.runtime.Words.leaderBehind;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.RaftLimits;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.core.protocol.RaftView;
import io.github.reactiveraft.core.runtime.ReplicationCursor.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A leader whose log starts behind entry 10, or comes to. */
class ReplicationCursorSnapshotTest {

    private final Bench bench = new Bench();
    private final LogTail tail = new LogTail(1024 * 1024);
    private RaftView view = leaderBehind(10, 20);

    @Test
    void firstEntryOfTheLogIsReachedFromItsBase() {
        ReplicationCursor cursor = cursor();

        reject(cursor, next(cursor), 10);

        assertThat(cursor.needsSnapshot(view)).isFalse();
        AppendEntries probe = next(cursor).request();
        assertThat(probe.previous()).isEqualTo(new EntryId(7, 10));
        assertThat(probe.entries().firstIndex()).isEqualTo(11);
    }

    @Test
    void whatComesBeforeTheLogNeedsASnapshotAndNothingIsCutOrLoaded() {
        ReplicationCursor cursor = cursor();

        reject(cursor, next(cursor), 9);

        assertThat(cursor.needsSnapshot(view)).isTrue();
        assertThat(cursor.next(view)).isNull();
        assertThat(cursor.mustLoad(view)).isFalse();
    }

    /** Nothing was written since: to a member that is fresh, the snapshot is all there is. */
    @Test
    void leaderWithNothingBehindItsSnapshotHasThatToGive() {
        view = leaderBehind(20, 20);
        ReplicationCursor cursor = cursor();

        boolean isNeededAtOnce = cursor.needsSnapshot(view);
        cursor.installed(20, 20);

        assertThat(isNeededAtOnce).isTrue();
        assertThat(cursor.needsSnapshot(view)).isFalse();
    }

    @Test
    void installedItProbesBehindTheSnapshotAndGoesOn() {
        ReplicationCursor cursor = cursor();
        reject(cursor, next(cursor), 3);

        cursor.installed(10, 10);
        Cut probe = next(cursor);
        boolean isOne = cursor.next(view) == null;
        accept(cursor, probe);

        assertThat(cursor.needsSnapshot(view)).isFalse();
        assertThat(range(probe)).isEqualTo("11..11");
        assertThat(isOne).isTrue();
        assertThat(drain(cursor)).containsExactly("12..13", "14..15", "16..17", "18..19");
    }

    @Test
    void installedButNotDurableYetIsNoMatch() {
        ReplicationCursor cursor = cursor();
        reject(cursor, next(cursor), 3);
        cursor.installed(10, 4);
        Cut probe = next(cursor);

        cursor.failed(probe);
        cursor.resume();

        assertThat(cursor.nextIndex())
                .as("it may have lost what was not durable")
                .isEqualTo(5);
        assertThat(cursor.needsSnapshot(view)).isTrue();
    }

    @Test
    void lateNewsOfTheInstallationDoNotDisturbTheWindow() {
        ReplicationCursor cursor = cursor();
        reject(cursor, next(cursor), 3);
        cursor.installed(10, 10);
        accept(cursor, next(cursor));
        List<String> window = drain(cursor);

        cursor.installed(10, 10);

        assertThat(window).hasSize(4);
        assertThat(cursor.next(view)).as("the window is still full").isNull();
        assertThat(cursor.nextIndex()).isEqualTo(20);
    }

    @Test
    void logThatGoesAwayUnderTheWindowNeedsASnapshotOnlyIfItIsCaughtUpWith() {
        view = leader(20);
        tail.append(entries(1, 10));
        ReplicationCursor cursor = cursor();
        reject(cursor, next(cursor), 2);
        accept(cursor, next(cursor));
        List<Cut> window = drainCuts(cursor);
        view = leaderBehind(10, 20);

        assertThat(cursor.needsSnapshot(view)).as("4..11 are under way").isFalse();
        cursor.failed(window.get(0));
        cursor.resume();

        assertThat(cursor.needsSnapshot(view)).isTrue();
        assertThat(cursor.next(view)).isNull();
    }

    @Test
    void heartbeatIsAboutNothingBeforeTheBase() {
        view = leader(20);
        tail.append(entries(1, 10));
        ReplicationCursor cursor = cursor();
        reject(cursor, next(cursor), 2);
        accept(cursor, next(cursor));
        drainCuts(cursor);
        view = leaderBehind(10, 20);

        AppendEntries heartbeat = cursor.heartbeat(view).request();

        assertThat(heartbeat.entries().isEmpty()).isTrue();
        assertThat(heartbeat.previous()).isEqualTo(new EntryId(7, 10));
    }

    private ReplicationCursor cursor() {
        bench.limits = RaftLimits.defaults().withBatch(2, 256 * 1024).withWindow(4, 1024 * 1024);
        tail.append(entries(11, 20));
        return new ReplicationCursor(bench.limits, new LogReader(tail, new IoLane(bench.io), bench.parts()), view);
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
        return drainCuts(cursor).stream()
                .map(ReplicationCursorSnapshotTest::range)
                .toList();
    }

    private static void accept(ReplicationCursor cursor, Cut cut) {
        cursor.accepted(cut, new Appended(7, cut.request().verifiedIndex()));
    }

    private void reject(ReplicationCursor cursor, Cut cut, long lastIndex) {
        cursor.rejected(cut, new AppendRejected(7, lastIndex, 0, lastIndex + 1), view);
    }

    private static String range(Cut cut) {
        return cut.request().entries().firstIndex() + ".."
                + cut.request().entries().lastIndex();
    }
}

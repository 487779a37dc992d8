package io.github.reactiveraft.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest.FetchSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("§7: snapshots, and what is said of them")
class SnapshotModelTest {

    private static final NodeId N1 = NodeId.of("n1");
    private static final Membership VOTERS = new Membership(new TreeSet<>(List.of(N1)));
    private static final SnapshotMeta SNAPSHOT = new SnapshotMeta(new EntryId(3, 10), 1_000, VOTERS);

    @Test
    void snapshotStandsForAnEntryAtATime() {
        assertThat(SNAPSHOT.index()).isEqualTo(10);
        assertThatCode(() -> new SnapshotMeta(new EntryId(1, 1), 0, VOTERS)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .as("no entry")
                .isThrownBy(() -> new SnapshotMeta(EntryId.NONE, 1_000, VOTERS))
                .withMessage("No snapshot can stand for 0/0 at 1000");
        assertThatIllegalArgumentException()
                .as("no time")
                .isThrownBy(() -> new SnapshotMeta(new EntryId(3, 10), -1, VOTERS));
    }

    @Test
    void logGoesOnBehindASnapshotOrEarlier() {
        for (EntryId base : List.of(new EntryId(3, 10), new EntryId(3, 9), new EntryId(2, 7), EntryId.NONE)) {
            assertThat(new SnapshotAdoption(SNAPSHOT, base, false).base()).isEqualTo(base);
        }
        assertThat(new SnapshotAdoption(SNAPSHOT, new EntryId(3, 10), true).isReset())
                .isTrue();
    }

    @Test
    void logWithAGapBehindItsSnapshotCannotBe() {
        for (EntryId base : List.of(new EntryId(3, 11), new EntryId(2, 11), new EntryId(4, 9))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SnapshotAdoption(SNAPSHOT, base, false))
                    .withMessage("A log behind " + base + " does not follow " + SNAPSHOT);
        }
    }

    @Test
    void oneIndexHasOneTerm() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SnapshotAdoption(SNAPSHOT, new EntryId(2, 10), false));
    }

    @Test
    void logThatStartsAnewStartsRightBehindItsSnapshot() {
        for (EntryId base : List.of(new EntryId(3, 9), new EntryId(2, 9), EntryId.NONE)) {
            assertThatIllegalArgumentException().isThrownBy(() -> new SnapshotAdoption(SNAPSHOT, base, true));
        }
    }

    @Test
    void announcementThatNoLeaderCouldSendCannotBe() {
        assertThat(new InstallSnapshot(3, N1, SNAPSHOT, 1).byteCount()).isEqualTo(1);
        assertThatCode(() -> new InstallSnapshot(9, N1, SNAPSHOT, Long.MAX_VALUE))
                .doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .as("of a later term than the leader's")
                .isThrownBy(() -> new InstallSnapshot(2, N1, SNAPSHOT, 1));
        for (long byteCount : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .as("empty")
                    .isThrownBy(() -> new InstallSnapshot(3, N1, SNAPSHOT, byteCount));
        }
    }

    @Test
    void pieceHasASnapshotAndAPlaceAndALength() {
        EntryId last = SNAPSHOT.lastIncluded();

        assertThatCode(() -> new FetchSnapshot(last, 0, 1)).doesNotThrowAnyException();
        assertThatCode(() -> new FetchSnapshot(last, Long.MAX_VALUE, Integer.MAX_VALUE))
                .doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> new FetchSnapshot(EntryId.NONE, 0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FetchSnapshot(last, -1, 1))
                .withMessage("No piece of 1 bytes at -1 of snapshot 3/10");
        assertThatIllegalArgumentException().isThrownBy(() -> new FetchSnapshot(last, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FetchSnapshot(last, 0, -1));
    }

    @Test
    void logWithoutASnapshotStartsAtItsFirstEntry() {
        List<TermRun> runs = new ArrayList<>(List.of(new TermRun(1, 1)));

        Recovered recovered = new Recovered(Incarnation.of(7), HardState.INITIAL, runs, 4, 1_000, VOTERS);
        runs.clear();

        assertThat(recovered)
                .isEqualTo(new Recovered(
                        Incarnation.of(7),
                        HardState.INITIAL,
                        null,
                        EntryId.NONE,
                        List.of(new TermRun(1, 1)),
                        4,
                        1_000,
                        VOTERS));
    }
}

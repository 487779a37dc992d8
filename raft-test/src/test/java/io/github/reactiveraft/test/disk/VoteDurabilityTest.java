package io.github.reactiveraft.test.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A vote that was acknowledged is never forgotten, whatever becomes of the one that was to follow it. */
@ExtendWith(Quiet.class)
class VoteDurabilityTest {

    private static final HardState BEFORE = HardState.INITIAL.inTerm(1, NodeId.of("n1"));
    private static final HardState VOTED = crowded(2);
    private static final HardState NEXT = crowded(3);

    /** Large enough to be torn at sectors. */
    private static HardState crowded(long term) {
        HardState state = HardState.INITIAL.inTerm(term, NodeId.of("n2"));
        for (int member = 0; member < 12; member++) {
            state = state.knowing(NodeId.of("n".repeat(60) + member), Incarnation.of(term * 100 + member));
        }
        return state;
    }

    private static void vote(LogStorage storage, HardState state) {
        storage.write(List.of(new LogWrite(state, 0, EntryBatch.empty())));
    }

    @Test
    void voteSurvivesAProcessThatDiesWhileWritingTheNextAndAPowerCutWhileThatIsRecovered() {
        for (int operations = 0; operations < 8; operations++) {
            for (long seed = 0; seed < 100; seed++) {
                SplittableRandom fate = new SplittableRandom(seed);
                CrashDisk disk = killedWhileWritingTheNext(false).kill();

                disk.stopAfter(operations);
                recover(disk);

                assertThat(Kept.in(Kept.storage(disk.crash(fate))).hardState()).isIn(VOTED, NEXT);
            }
        }
    }

    @Test
    void voteSurvivesAFailedSyncOfTheNextAndAPowerCutWhileThatIsRecovered() {
        for (int operations = 0; operations < 8; operations++) {
            for (long seed = 0; seed < 100; seed++) {
                SplittableRandom fate = new SplittableRandom(seed);
                CrashDisk disk = killedWhileWritingTheNext(true).kill();

                disk.stopAfter(operations);
                recover(disk);

                assertThat(Kept.in(Kept.storage(disk.crash(fate))).hardState()).isIn(VOTED, NEXT);
            }
        }
    }

    @Test
    void recoveredVoteIsDurable() {
        for (long seed = 0; seed < 100; seed++) {
            for (boolean failedSync : new boolean[] {false, true}) {
                CrashDisk disk = killedWhileWritingTheNext(failedSync).kill();

                HardState found = Kept.in(Kept.storage(disk)).hardState();

                assertThat(found).isEqualTo(NEXT);
                assertThat(Kept.in(Kept.storage(disk.crash(new SplittableRandom(seed))))
                                .hardState())
                        .isEqualTo(NEXT);
            }
        }
    }

    @Test
    void voteSurvivesAPowerCutAtAnyMomentOfTheNext() {
        for (int operations = 0; operations < 4; operations++) {
            for (long seed = 0; seed < 100; seed++) {
                CrashDisk disk = new CrashDisk();
                LogStorage storage = voted(disk);
                disk.stopAfter(disk.operationCount() + operations);
                assertThatThrownBy(() -> vote(storage, NEXT)).isInstanceOf(StorageException.class);

                CrashDisk left = disk.crash(new SplittableRandom(seed));

                // The first of four operations may have done nothing; once the first two are through, it is durable.
                HardState found = Kept.in(Kept.storage(left)).hardState();
                assertThat(found).isIn(operations < 2 ? List.of(VOTED, NEXT) : List.of(NEXT));
            }
        }
    }

    @Test
    void lossOfBothCopiesIsRefusedAndNoOlderStateBelieved() {
        for (int pair = 0; pair < 2; pair++) {
            CrashDisk disk = new CrashDisk();
            voted(disk).close();
            disk.flip("state", 2L * pair * 4096 + 50, 1);
            assertThat(Kept.in(Kept.storage(disk.copy())).hardState()).isEqualTo(VOTED);

            disk.flip("state", (2L * pair + 1) * 4096 + 50, 1);

            assertThatThrownBy(() -> Kept.storage(disk).open(Kept.IDENTITY))
                    .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.reason())
                            .isEqualTo(StorageException.Reason.CORRUPT))
                    .hasMessageContaining("both copies of one state are lost, and it may have been the newest")
                    .hasMessageContaining("replace the member by one with a new name");
        }
    }

    private static LogStorage voted(CrashDisk disk) {
        LogStorage storage = Kept.storage(disk);
        storage.open(Kept.IDENTITY);
        vote(storage, BEFORE);
        vote(storage, VOTED);
        return storage;
    }

    /** The next state is written, but its sync never happens or fails. */
    private static CrashDisk killedWhileWritingTheNext(boolean failedSync) {
        CrashDisk disk = new CrashDisk();
        LogStorage storage = voted(disk);
        if (failedSync) {
            disk.failForce(disk.forceCount() + 1);
        } else {
            disk.stopAfter(disk.operationCount() + 1);
        }
        assertThatThrownBy(() -> vote(storage, NEXT)).isInstanceOf(StorageException.class);
        return disk;
    }

    private static void recover(CrashDisk disk) {
        try {
            Kept.in(Kept.storage(disk));
        } catch (StorageException e) {
            assertThat(e.reason()).isEqualTo(StorageException.Reason.IO);
        }
    }
}

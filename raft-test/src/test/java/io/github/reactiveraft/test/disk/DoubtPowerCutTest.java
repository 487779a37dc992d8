package io.github.reactiveraft.test.disk;

import static io.github.reactiveraft.test.contract.LogStorageContract.append;
import static io.github.reactiveraft.test.contract.LogStorageContract.commands;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.test.contract.LogStorageContract;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A damaged log is opened, healed and opened again; the process ends after any operation of that, and in the start that
 * follows the power is cut after any operation. What was acknowledged before the damage is there again, or is claimed still.
 */
@ExtendWith(Quiet.class)
class DoubtPowerCutTest {

    private static final EntryBatch LOG = commands(1, 1, 30, 200);
    private static final EntryId LAST = new EntryId(1, 30);
    private static final int OUTCOMES = 6;

    private final CrashDisk damaged = damaged();

    /** Entries in two files; some of the first one are lost. */
    private static CrashDisk damaged() {
        CrashDisk disk = new CrashDisk();
        LogStorage storage = Kept.storage(disk);
        storage.open(Kept.IDENTITY);
        storage.write(List.of(new LogWrite(HardState.INITIAL.inTerm(1, null), 0, EntryBatch.empty())));
        for (long next = 1; next <= LAST.index(); next += 3) {
            storage.write(List.of(append(LOG.from(next).upTo(next + 2))));
            storage.prepareAhead();
        }
        storage.close();
        disk.flip("segment-0000000001-0000000000000000001.log", 1_500, 1);
        return disk;
    }

    @Test
    void claimLastsUntilWhatIsClaimedIsDurable() {
        long lifeCount = operationsOf(damaged.copy());
        assertThat(lifeCount).isGreaterThan(30);
        int doubtful = 0;
        int whole = 0;
        for (long end = 0; end <= lifeCount; end++) {
            CrashDisk killed = lived(end).kill();
            long startCount = started(killed.copy(), Long.MAX_VALUE).operationCount() - killed.operationCount();
            for (long cut = 0; cut <= startCount; cut++) {
                for (int outcome = 0; outcome < OUTCOMES; outcome++) {
                    SplittableRandom fate = new SplittableRandom(end * 1_000_003 + cut * 101 + outcome);
                    CrashDisk left = started(killed.copy(), killed.operationCount() + cut)
                            .crash(fate);
                    String what = "ended after " + end + ", cut after " + cut + ", outcome " + outcome;
                    if (isDoubtful(left, what)) {
                        doubtful++;
                    } else {
                        whole++;
                    }
                }
            }
        }
        assertThat(doubtful).isPositive();
        assertThat(whole).isPositive();
    }

    /** By a leader's word the log lacks nothing though it reaches less far than was claimed: that outlives the power as well. */
    @Test
    void settledClaimIsNotMadeAgain() {
        CrashDisk disk = damaged.copy();
        LogStorage storage = Kept.storage(disk);
        long last = storage.open(Kept.IDENTITY).lastIndex();
        assertThat(last).isLessThan(LAST.index() - 1);
        storage.write(List.of(append(LOG.from(last + 1).upTo(last + 1))));

        storage.settled();

        for (int outcome = 0; outcome < OUTCOMES; outcome++) {
            CrashDisk left = disk.copy().crash(new SplittableRandom(outcome));
            Recovered recovered = Kept.storage(left).open(Kept.IDENTITY);
            assertThat(recovered.isDoubtful()).isFalse();
            assertThat(recovered.lastIndex()).isEqualTo(last + 1);
        }
    }

    private static long operationsOf(CrashDisk disk) {
        long before = disk.operationCount();
        live(disk);
        return disk.operationCount() - before;
    }

    private CrashDisk lived(long operations) {
        CrashDisk disk = damaged.copy();
        disk.stopAfter(disk.operationCount() + operations);
        try {
            live(disk);
        } catch (StorageException e) {
            assertThat(e.reason()).isEqualTo(StorageException.Reason.IO);
        }
        return disk;
    }

    /** Heals the log in steps, as a leader does, and starts again. */
    private static void live(CrashDisk disk) {
        LogStorage storage = Kept.storage(disk);
        long last = storage.open(Kept.IDENTITY).lastIndex();
        while (last < LAST.index()) {
            EntryBatch next = LOG.from(last + 1).upTo(Math.min(LAST.index(), last + 8));
            storage.write(List.of(append(next)));
            storage.prepareAhead();
            last = next.lastIndex();
        }
        storage.close();
        Kept.storage(disk).open(Kept.IDENTITY);
    }

    private static CrashDisk started(CrashDisk disk, long upTo) {
        disk.stopAfter(upTo);
        try {
            Kept.storage(disk).open(Kept.IDENTITY);
        } catch (StorageException e) {
            assertThat(e.reason()).isEqualTo(StorageException.Reason.IO);
        }
        return disk;
    }

    private static boolean isDoubtful(CrashDisk left, String what) {
        LogStorage storage = Kept.storage(left);
        Recovered recovered = storage.open(Kept.IDENTITY);
        EntryBatch found = LogStorageContract.all(storage, recovered.lastIndex(), 3_000);
        assertThat(found).as(what).isEqualTo(LOG.upTo(recovered.lastIndex()));
        if (recovered.isDoubtful()) {
            assertThat(recovered.lastKnown()).as(what).isGreaterThanOrEqualTo(LAST);
            return true;
        }
        assertThat(recovered.lastIndex()).as(what).isEqualTo(LAST.index());
        return false;
    }
}

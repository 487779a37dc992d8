package io.github.reactiveraft.test.disk;

import static io.github.reactiveraft.test.contract.LogStorageContract.commands;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Cuts the power, or only ends the process, after every single operation while snapshots come into force and the log goes,
 * in recovery, too. Whatever a call returned for is there afterwards; a snapshot that was being adopted is in force with
 * all that belongs to it, or not at all; and nothing superfluous is left.
 */
@ExtendWith(Quiet.class)
class SnapshotPowerCutTest {

    private static final EntryId BEYOND = new EntryId(5, 60);
    private static final int OUTCOMES = 3;

    @Test
    void ownSnapshotsWithWhatTheyLetGo() {
        cutEverywhere(
                () -> run -> {
                    run.append(1, 20, 400);
                    run.takeAndAdopt(15, 10);
                    run.append(1, 10, 400);
                    run.takeAndAdopt(24, 20);
                    run.append(2, 6, 400);
                    run.takeAndAdopt(36, 30);
                },
                OUTCOMES);
    }

    @Test
    void receivedSnapshotThatReplacesTheLog() {
        cutEverywhere(
                () -> run -> {
                    run.append(1, 20, 400);
                    run.receive(BEYOND, 999);
                    run.write(
                            run.adoptReceived(BEYOND, commands(5, 61, 62, 100)),
                            new LogWrite(null, 62, commands(6, 62, 64, 100)));
                    run.append(6, 5, 1_000);
                },
                OUTCOMES);
    }

    @Test
    void receivedSnapshotInPlaceOfAnEntryOfAnotherTerm() {
        cutEverywhere(
                () -> run -> {
                    run.append(1, 20, 400);
                    run.takeAndAdopt(6, 6);
                    run.receive(new EntryId(3, 11), 999);
                    run.write(run.adoptReceived(new EntryId(3, 11), EntryBatch.empty()));
                    run.append(4, 12, 400);
                    run.takeAndAdopt(20, 15);
                },
                OUTCOMES);
    }

    @Test
    void receivedSnapshotThatKeepsWhatIsBehindIt() {
        cutEverywhere(
                () -> run -> {
                    run.append(1, 25, 400);
                    for (long index = 8; index < 25; index += 8) {
                        EntryId within = run.now().id(index);
                        run.receive(within, 999);
                        run.write(run.adoptReceived(within, EntryBatch.empty()));
                    }
                },
                OUTCOMES);
    }

    @Test
    void conflictsThatReachBehindTheFirstFileThatIsKept() {
        cutEverywhere(() -> SnapshotPowerCutTest::cutBehindTheFirstFile, OUTCOMES);
    }

    /** The third file starts behind 12 and cuts at 9: once it is the first one, only the cut knows the term of 8. */
    private static void cutBehindTheFirstFile(SnapshotRun run) {
        run.append(1, 14, 460);
        run.write(new LogWrite(null, 9, commands(2, 9, 10, 100)));
        run.append(2, 20, 100);
        run.takeAndAdopt(15, 15);
        run.takeAndAdopt(28, 17);
        run.append(2, 3, 500);
    }

    /** The third file ends with the cut, and may be the only old one that a power cut leaves. */
    @Test
    void conflictsAtTheEndOfAFile() {
        cutEverywhere(
                () -> run -> {
                    run.append(1, 18, 500);
                    run.write(new LogWrite(null, 9, commands(2, 9, 9, 1_000)));
                    run.append(2, 20, 500);
                    run.takeAndAdopt(15, 15);
                    run.takeAndAdopt(26, 25);
                    run.append(2, 1, 500);
                },
                OUTCOMES);
    }

    @Test
    void snapshotUpToAnEntryOfTheSameCall() {
        cutEverywhere(
                () -> run -> {
                    run.append(1, 4, 400);
                    EntryId last = new EntryId(2, 6);
                    run.receive(last, 999);
                    LogWrite entries = new LogWrite(null, 0, commands(2, 5, 7, 100));
                    run.write(entries, run.adopt(last, new EntryId(1, 2)));
                    run.append(2, 2, 100);
                },
                OUTCOMES);
    }

    @Test
    void logThatWasCutOffInFrontOfItsFirstFileStartsWhereItWasCutOff() {
        SnapshotRun run = new SnapshotRun(new CrashDisk());
        run.open();
        cutBehindTheFirstFile(run);
        run.storage().close();

        assertThat(Kept.storage(run.disk()).open(Kept.IDENTITY).base()).isEqualTo(new EntryId(1, 8));
    }

    @Test
    void everyOperationOfAScriptMayBeTheLast() {
        for (long script = 1; script <= 12; script++) {
            cutEverywhere(script, 3);
        }
    }

    @Test
    @Tag("sweep")
    void everyOperationOfManyScriptsMayBeTheLast() {
        for (long script = 100; script < 500; script++) {
            cutEverywhere(script, 5);
        }
    }

    private static void cutEverywhere(long script, int outcomes) {
        try {
            cutEverywhere(() -> new RandomSnapshots(new SplittableRandom(script), 14), outcomes);
        } catch (AssertionError e) {
            throw new AssertionError("Script " + script, e);
        }
    }

    private static void cutEverywhere(Supplier<SnapshotRun.Script> script, int outcomes) {
        SnapshotRun whole = new SnapshotRun(new CrashDisk());
        whole.open();
        script.get().play(whole);
        whole.reopen();
        long total = whole.disk().operationCount();
        assertThat(total).isGreaterThan(30);
        for (long cut = 0; cut <= total; cut++) {
            for (int outcome = 0; outcome < outcomes; outcome++) {
                try {
                    cutAndRecover(script.get(), cut, new SplittableRandom(cut * 101 + outcome));
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("Cut after operation " + cut + ", outcome " + outcome, e);
                }
            }
        }
    }

    private static void cutAndRecover(SnapshotRun.Script script, long cut, SplittableRandom fate) {
        SnapshotRun run = new SnapshotRun(new CrashDisk());
        run.disk().stopAfter(cut);
        attempt(() -> {
            run.open();
            script.play(run);
        });
        for (int again = fate.nextInt(3); again > 0; again--) {
            run.moveTo(left(run.disk(), fate));
            run.disk().stopAfter(fate.nextInt(14));
            attempt(run::open);
        }
        run.moveTo(left(run.disk(), fate));
        run.open();
        if (fate.nextBoolean()) {
            new RandomSnapshots(fate, 3).play(run);
        }
        run.moveTo(run.disk().crash(fate));
        run.open();
    }

    private static CrashDisk left(CrashDisk disk, SplittableRandom fate) {
        return fate.nextInt(3) == 0 ? disk.kill() : disk.crash(fate);
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (StorageException e) {
            assertThat(e.reason()).isEqualTo(Reason.IO);
        }
    }
}

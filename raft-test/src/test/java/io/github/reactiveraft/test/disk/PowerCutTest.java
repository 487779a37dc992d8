package io.github.reactiveraft.test.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Cuts the power, or only ends the process, after every single operation of many scripts, in recovery, too. What a call returned for is there
 * afterwards; of the call that was cut short, a prefix of its writes.
 */
@ExtendWith(Quiet.class)
class PowerCutTest {

    private static final int CALL_COUNT = 14;

    @Test
    void everyOperationOfAScriptMayBeTheLast() {
        for (long script = 1; script <= 8; script++) {
            cutEverywhere(script, 3);
        }
    }

    @Test
    @Tag("sweep")
    void everyOperationOfManyScriptsMayBeTheLast() {
        for (long script = 100; script < 600; script++) {
            cutEverywhere(script, 6);
        }
    }

    private static void cutEverywhere(long script, int outcomes) {
        long total =
                new Run(script, new SplittableRandom(0)).run(Long.MAX_VALUE).operationCount();
        assertThat(total).as("operations of script %d", script).isGreaterThan(30);
        for (long cut = 0; cut <= total; cut++) {
            for (int outcome = 0; outcome < outcomes; outcome++) {
                SplittableRandom fate = new SplittableRandom(script * 1_000_003 + cut * 101 + outcome);
                try {
                    new Run(script, fate).cutAndRecover(cut);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(
                            "Script " + script + ", cut after operation " + cut + ", outcome " + outcome, e);
                }
            }
        }
    }

    /** One script on one disk, and what must be found on it. */
    private static final class Run {
        private final SplittableRandom fate;
        private final RandomWrites writes;
        private final SplittableRandom script;
        private List<Kept> possible = List.of(Kept.NOTHING);
        private CrashDisk disk = new CrashDisk();

        Run(long script, SplittableRandom fate) {
            this.fate = fate;
            this.script = new SplittableRandom(script);
            this.writes = new RandomWrites(this.script);
        }

        CrashDisk run(long cut) {
            disk.stopAfter(cut);
            LogStorage storage = Kept.storage(disk);
            open(storage);
            for (int call = 0; call < CALL_COUNT; call++) {
                Kept before = possible.get(possible.size() - 1);
                List<LogWrite> next = writes.next(before);
                possible = before.during(next);
                storage.write(next);
                possible = List.of(before.after(next));
                storage.prepareAhead();
                if (script.nextInt(5) == 0) {
                    storage.close();
                    storage = Kept.storage(disk);
                    open(storage);
                }
            }
            return disk;
        }

        void cutAndRecover(long cut) {
            try {
                run(cut);
            } catch (StorageException e) {
                assertThat(e.reason()).isEqualTo(Reason.IO);
            }
            for (int again = fate.nextInt(3); again > 0; again--) {
                disk = fate.nextInt(3) == 0 ? disk.kill() : disk.crash(fate);
                disk.stopAfter(fate.nextInt(8));
                cutRecovery();
            }
            disk = fate.nextInt(3) == 0 ? disk.kill() : disk.crash(fate);
            LogStorage storage = Kept.storage(disk);
            Kept found = open(storage);
            if (fate.nextBoolean()) {
                List<LogWrite> next = new RandomWrites(fate).next(found);
                storage.write(next);
                storage.prepareAhead();
                found = found.after(next);
            }
            disk = disk.crash(fate);
            assertThat(Kept.in(Kept.storage(disk))).isEqualTo(found);
        }

        private void cutRecovery() {
            try {
                open(Kept.storage(disk));
            } catch (StorageException e) {
                assertThat(e.reason()).isEqualTo(Reason.IO);
            }
        }

        /** What opening once reports counts as acknowledged: the node builds on it. */
        private Kept open(LogStorage storage) {
            Kept found = Kept.in(storage);
            assertThat(possible).contains(found);
            possible = List.of(found);
            return found;
        }
    }
}

package io.github.reactiveraft.test.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.api.spi.StorageException.Reason;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Syncs that fail once, and what they were to save is gone though it can still be read. */
@ExtendWith(Quiet.class)
class FailingSyncTest {

    @Test
    void instanceIsOverAfterAFailedSyncAndWhatIsFoundNextIsDurable() {
        for (long script = 1; script <= 40; script++) {
            for (long force = 1; hasFailed(script, force); force++) {
                // Until the script has no sync left to fail.
            }
        }
    }

    private static boolean hasFailed(long script, long force) {
        SplittableRandom random = new SplittableRandom(script);
        RandomWrites writes = new RandomWrites(random);
        CrashDisk disk = new CrashDisk();
        disk.failForce(force);
        LogStorage storage = Kept.storage(disk);
        Kept kept = Kept.NOTHING;
        List<LogWrite> next = List.of();
        try {
            kept = Kept.in(storage);
            for (int call = 0; call < 10; call++) {
                next = writes.next(kept);
                storage.write(next);
                storage.prepareAhead();
                kept = kept.after(next);
            }
            assertThat(disk.forceCount())
                    .as("syncs, the one that fails not being among them")
                    .isLessThan(force);
            return false;
        } catch (StorageException e) {
            assertThat(e.reason()).isEqualTo(Reason.IO);
        }
        requireOver(storage, next);

        LogStorage again = Kept.storage(disk);
        Kept found = Kept.in(again);

        assertThat(kept.during(next)).contains(found);
        assertThat(Kept.in(Kept.storage(disk.crash(random)))).isEqualTo(found);
        return true;
    }

    private static void requireOver(LogStorage storage, List<LogWrite> next) {
        if (!next.isEmpty()) {
            assertThatThrownBy(() -> storage.write(List.of()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("closed after a failure");
            assertThatThrownBy(() -> storage.read(1, 1)).isInstanceOf(StorageException.class);
        }
        storage.close();
        storage.close();
    }
}

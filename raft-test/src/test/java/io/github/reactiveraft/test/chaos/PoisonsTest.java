package io.github.reactiveraft.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.spi.StorageException;
import io.github.reactiveraft.test.sim.Fault;
import org.junit.jupiter.api.Test;

class PoisonsTest {

    private final StorageException failure =
            new StorageException(StorageException.Reason.FULL, "No space left on device", null);

    private final Poisons poisons = new Poisons();

    @Test
    void mendedDiskExplainsAFailureThatIsToldLateAndNoneOfTheNextProcess() {
        poisons.put(1, Fault.DISK_FULL);

        poisons.mend(1);
        assertThat(poisons.explains(1, true, failure)).isTrue();
        assertThat(poisons.isFull(1)).isFalse();

        poisons.endProcess(1);
        assertThat(poisons.explains(1, true, failure)).isFalse();
    }

    @Test
    void fullDiskIsNoReasonForANodeThatRuns() {
        poisons.put(1, Fault.DISK_FULL);

        assertThat(poisons.explains(1, false, failure)).isFalse();
        assertThat(poisons.explains(1, true, new StorageException(StorageException.Reason.IO, "broken", null)))
                .isFalse();
    }

    @Test
    void fullDiskStaysFullWhenItsProcessEnds() {
        poisons.put(1, Fault.DISK_FULL);

        poisons.endProcess(1);

        assertThat(poisons.isFull(1)).isTrue();
    }

    @Test
    void syncThatWasToFailDiesWithItsProcess() {
        poisons.put(1, Fault.SYNC_ERROR);

        poisons.endProcess(1);

        assertThat(poisons.of(1)).isNull();
    }

    @Test
    void mendedDiskMayFailAgainInAnotherWay() {
        poisons.put(1, Fault.DISK_FULL);
        assertThat(poisons.putIfAbsent(1, Fault.SYNC_ERROR)).isFalse();

        poisons.mend(1);

        assertThat(poisons.putIfAbsent(1, Fault.SYNC_ERROR)).isTrue();
        poisons.endProcess(1);
        assertThat(poisons.of(1)).isNull();
    }
}

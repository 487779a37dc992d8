package io.github.reactiveraft.test.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.spi.LogWrite;
import org.junit.jupiter.api.Test;

/** A log after so many entries and elections that neither fits into 32 bits. */
class LongLifeTest {

    private static final long TERM = 6_000_000_000L;
    private static final long INDEX = 5_000_000_000L;

    @Test
    void logIsWrittenCutReadAndCompactedAsIfItWereYoung() {
        SnapshotRun run = new SnapshotRun(new CrashDisk()).withTermsFirst();
        run.open();
        EntryId last = new EntryId(TERM, INDEX);
        run.receive(last, 500);
        run.write(run.adoptReceived(last, EntryBatch.empty()));
        run.append(TERM + 1, 40, 400);
        run.reopen();
        run.write(new LogWrite(null, INDEX + 30, EntryBatch.empty()));
        run.append(TERM + 2, 20, 400);
        run.takeAndAdopt(INDEX + 20, INDEX + 15);
        run.reopen();

        EntryBatch read = run.storage().read(INDEX + 28, 900);

        assertThat(run.now().last()).isEqualTo(new EntryId(TERM + 2, INDEX + 49));
        assertThat(read.firstIndex()).isEqualTo(INDEX + 28);
        assertThat(read.term(INDEX + 28)).isEqualTo(TERM + 1);
    }
}

package io.github.reactiveraft.test.disk;

import static io.github.reactiveraft.test.contract.LogStorageContract.append;
import static io.github.reactiveraft.test.contract.LogStorageContract.commands;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.spi.LogStorage;
import io.github.reactiveraft.api.spi.LogWrite;
import io.github.reactiveraft.core.storage.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** The last write, of three frames, cut at every byte: its end missing, or its start. */
@ExtendWith(Quiet.class)
class TornWriteTest {

    private static final String SEGMENT = "segment-0000000001-0000000000000000001.log";
    private static final int FRAME_HEAD = 48;
    private static final EntryBatch BEFORE = commands(1, 1, 5, 40);
    private static final List<LogWrite> LAST = List.of(
            append(commands(2, 6, 7, 700)),
            new LogWrite(null, 7, commands(3, 7, 9, 10)),
            append(commands(3, 10, 10, 300)));

    private CrashDisk disk = new CrashDisk();
    private final Kept acknowledged = Kept.NOTHING.after(List.of(append(BEFORE)));
    private int start;
    private int end;

    private void write() throws IOException {
        LogStorage storage = Kept.storage(disk);
        storage.open(Kept.IDENTITY);
        storage.write(List.of(append(BEFORE)));
        storage.prepareAhead();
        start = endOfFrames();
        storage.write(LAST);
        storage.prepareAhead();
        // The proof that all is synced comes later, and so is not there.
        end = endOfFrames() - FRAME_HEAD;
        disk = without(disk, end, end + FRAME_HEAD);
    }

    @Test
    void writeThatLacksItsEndLeavesItsWholeFrames() throws IOException {
        write();

        for (int cut = start; cut <= end; cut++) {
            Kept found = without(cut, end);

            assertThat(acknowledged.during(LAST)).contains(found);
        }
        assertThat(without(end - 1, end)).isEqualTo(acknowledged.after(LAST.subList(0, 2)));
        assertThat(without(end, end)).isEqualTo(acknowledged.after(LAST));
    }

    @Test
    void writeThatLacksItsStartLeavesNothing() throws IOException {
        write();

        for (int cut = start + 1; cut <= end; cut++) {
            assertThat(without(start, cut)).isEqualTo(acknowledged);
        }
    }

    @Test
    void droppedTailIsReportedWithFileAndOffset() throws IOException {
        write();
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.reactiveraft.core.storage.RecoveryReport");
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        logger.addAppender(events);
        logger.setLevel(ch.qos.logback.classic.Level.WARN);
        logger.setAdditive(false);

        without(start, start + 1);
        logger.detachAppender(events);
        logger.setAdditive(true);
        logger.setLevel(null);

        assertThat(events.list).singleElement().satisfies(event -> assertThat(event.getFormattedMessage())
                .contains("file=crash-disk:/" + SEGMENT, "offset=" + start, "lastIndex=5"));
    }

    /** What is found if a range of the file had never got to the disk; found again, so that it lasts. */
    private Kept without(int from, int upTo) throws IOException {
        CrashDisk torn = without(disk, from, upTo);
        LogStorage storage = Kept.storage(torn);
        Kept found = Kept.in(storage);
        storage.close();
        assertThat(Kept.in(Kept.storage(torn))).isEqualTo(found);
        return found;
    }

    private static CrashDisk without(CrashDisk from, int start, int end) throws IOException {
        CrashDisk torn = from.copy();
        try (DiskFile file = torn.open(SEGMENT, false)) {
            file.write(start, ByteBuffer.allocate(end - start));
            file.force();
        }
        return torn;
    }

    /** The last frame is a head, which ends in a small number of eight bytes. */
    private int endOfFrames() throws IOException {
        try (DiskFile file = disk.open(SEGMENT, false)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(0, bytes);
            int last = bytes.capacity();
            while (bytes.get(last - 1) == 0) {
                last--;
            }
            return last + Long.BYTES - 1;
        }
    }
}

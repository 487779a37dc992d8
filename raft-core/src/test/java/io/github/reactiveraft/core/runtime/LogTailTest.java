package io.github.reactiveraft.core.runtime;

import static io.github.reactiveraft.core.runtime.Words.ENTRY;
import static io.github.reactiveraft.core.runtime.Words.entries;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTailTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsWhatAPlainListHolds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int maxBytes = 20 * ENTRY;
        LogTail tail = new LogTail(maxBytes);
        List<LogEntry> log = new ArrayList<>();
        long term = 1;
        long durable = 0;
        for (int step = 0; step < 2_000; step++) {
            int choice = random.nextInt(10);
            if (choice < 6) {
                EntryBatch batch = entries(term, log.size() + 1, log.size() + random.nextInt(0, 5));
                tail.append(batch);
                log.addAll(batch.entries());
            } else if (choice < 7 && !log.isEmpty()) {
                long from = Math.max(log.size() - random.nextInt(8), 1);
                tail.truncateFrom(from);
                log.subList((int) from - 1, log.size()).clear();
                durable = Math.min(durable, from - 1);
                term++;
            } else {
                durable = Math.max(durable, log.size() - random.nextInt(30));
                tail.trim(durable);
            }
            check(tail, log, durable, random);
        }
    }

    private static void check(LogTail tail, List<LogEntry> log, long durable, SplittableRandom random) {
        int last = log.size();
        assertThat(tail.has(0)).isFalse();
        assertThat(tail.has(last + 1)).isFalse();
        for (long index = durable + 1; index <= last; index++) {
            assertThat(tail.has(index)).as("not on disk yet: %s", index).isTrue();
        }
        if (last == 0) {
            return;
        }
        long index = random.nextLong(1, last + 1);
        if (tail.has(index)) {
            int maxEntries = random.nextInt(1, 30);
            int maxBytes = random.nextInt(1, 30 * ENTRY);
            List<LogEntry> found = tail.from(index, maxEntries, maxBytes).entries();
            int wanted = Math.max(1, Math.min(Math.min(maxEntries, maxBytes / ENTRY), last - (int) index + 1));
            assertThat(found).isEqualTo(log.subList((int) index - 1, (int) index - 1 + wanted));
            List<LogEntry> together = tail.partFrom(index).entries();
            assertThat(together)
                    .isNotEmpty()
                    .isEqualTo(log.subList((int) index - 1, (int) index - 1 + together.size()));
        }
    }

    @Test
    void trimForgetsTheOldestDurableOnesOnceTheLimitIsPassed() {
        LogTail tail = new LogTail(3 * ENTRY);
        tail.append(entries(1, 2));
        tail.append(entries(3, 4));
        tail.append(entries(5, 5));

        tail.trim(1);
        boolean isKept = tail.has(1);
        tail.trim(5);

        assertThat(isKept).as("half of its batch is not on disk").isTrue();
        assertThat(tail.has(2)).isFalse();
        assertThat(tail.has(3)).isTrue();
    }

    /** Each of the peers needs the same entries. */
    @Test
    void whatWasPutTogetherOnceIsNotCopiedAgain() {
        LogTail tail = new LogTail(100 * ENTRY);
        tail.append(entries(1, 2));
        tail.append(entries(3, 4));
        tail.append(entries(5, 5));

        EntryBatch once = tail.from(1, 10, 10_000);

        assertThat(tail.from(1, 10, 10_000)).isSameAs(once);
        assertThat(tail.partFrom(1)).isSameAs(once);
        tail.trim(5);
        assertThat(tail.has(1)).as("it takes no more room than before").isTrue();
    }

    @Test
    void whatIsPutTogetherFromInsideABatchLeavesItsStart() {
        LogTail tail = new LogTail(100 * ENTRY);
        tail.append(entries(1, 3));
        tail.append(entries(4, 5));

        EntryBatch once = tail.from(2, 10, 10_000);

        assertThat(once.count()).isEqualTo(4);
        assertThat(tail.partFrom(2)).isSameAs(once);
        assertThat(tail.partFrom(1).count()).isEqualTo(1);
    }

    @Test
    void largePartOfTheTailIsNotKeptTogether() {
        LogTail tail = new LogTail(3 * ENTRY);
        tail.append(entries(1, 2));
        tail.append(entries(3, 4));

        tail.from(1, 10, 10_000);
        tail.trim(4);

        assertThat(tail.has(3)).as("only the oldest had to go").isTrue();
    }

    @Test
    void whatFitsStays() {
        LogTail tail = new LogTail(3 * ENTRY);
        tail.append(entries(1, 3));

        tail.trim(3);

        assertThat(tail.has(1)).isTrue();
    }

    @Test
    void truncationInsideABatchKeepsItsStart() {
        LogTail tail = new LogTail(100 * ENTRY);
        tail.append(entries(1, 1, 5));

        tail.truncateFrom(3);
        tail.append(entries(2, 3, 4));

        assertThat(tail.from(1, 10, 10_000).termRuns()).hasSize(2);
        assertThat(tail.from(2, 10, 10_000).entries())
                .extracting(entry -> entry.id().toString())
                .containsExactly("1/2", "2/3", "2/4");
        assertThat(tail.has(5)).isFalse();
    }

    @Test
    void clearedItHoldsNothingAndMayStartAnywhere() {
        LogTail tail = new LogTail(3 * ENTRY);
        tail.append(entries(1, 3));
        tail.append(entries(4, 6));

        tail.clear();
        boolean isEmpty = !tail.has(1) && !tail.has(6);
        tail.append(entries(101, 103));
        tail.trim(103);

        assertThat(isEmpty).isTrue();
        assertThat(tail.has(100)).isFalse();
        assertThat(tail.has(101)).as("what was there before does not count").isTrue();
        assertThat(tail.from(101, 10, 10_000).count()).isEqualTo(3);
    }
}

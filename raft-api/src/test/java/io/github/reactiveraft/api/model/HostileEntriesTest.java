package io.github.reactiveraft.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.fuzz.Checksums;
import io.github.reactiveraft.api.fuzz.HostileInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Batches of entries as nobody encodes them: refused as such, or entries that hold together. */
class HostileEntriesTest {

    private static final int ENTRY_BYTES = 1024;

    @Test
    void bytesAreEntriesOrMalformed() {
        HostileInputs.of(HostileEntriesTest.class, valid(), MalformedEntriesException.class)
                .sealedBy((input, random) -> {
                    Checksums.sealEntries(input, 0, input.length);
                    return input;
                })
                .feed(HostileEntriesTest::decode)
                .requireReached(9);
    }

    private static void decode(byte[] input) {
        EntryBatch entries = EntryBatch.decode(input, 0, input.length, ENTRY_BYTES);
        assertThat(entries.byteCount()).isEqualTo(input.length);
        EntryId last = EntryId.NONE;
        for (LogEntry entry : entries.entries()) {
            assertThat(entry.id().index())
                    .isEqualTo(last.index() == 0 ? entries.firstIndex() : last.index() + 1)
                    .isPositive();
            assertThat(entry.id().term()).isGreaterThanOrEqualTo(Math.max(1, last.term()));
            assertThat(entry.proposal().payload().length()).isLessThanOrEqualTo(ENTRY_BYTES);
            last = entry.id();
        }
        assertThat(entries.lastId()).isEqualTo(last);
    }

    /** From nothing to a few dozen, of several terms and all types. */
    private static List<byte[]> valid() {
        SplittableRandom random = new SplittableRandom(1);
        List<byte[]> valid = new ArrayList<>();
        valid.add(new byte[0]);
        for (int batch = 0; batch < 40; batch++) {
            List<EntryBatch> runs = new ArrayList<>();
            long next = random.nextLong(1, 1_000);
            for (int term = 1; term <= 1 + batch % 3; term++) {
                List<Proposal> proposals = proposals(random);
                runs.add(EntryBatch.encode(next, term, random.nextLong(), proposals));
                next += proposals.size();
            }
            byte[] bytes = new byte[EntryBatch.join(runs).byteCount()];
            EntryBatch.join(runs).bytes().get(bytes);
            valid.add(bytes);
        }
        return valid;
    }

    private static List<Proposal> proposals(SplittableRandom random) {
        List<Proposal> proposals = new ArrayList<>(List.of(Proposal.noop()));
        for (int count = random.nextInt(12); count > 0; count--) {
            byte[] payload = new byte[random.nextInt(60)];
            random.nextBytes(payload);
            EntryType type = random.nextBoolean() ? EntryType.COMMAND : EntryType.NOOP;
            proposals.add(new Proposal(type, random.nextLong(), random.nextLong(), Bytes.of(payload)));
        }
        return proposals;
    }
}

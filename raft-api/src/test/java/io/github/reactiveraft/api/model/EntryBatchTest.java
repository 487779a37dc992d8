package io.github.reactiveraft.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class EntryBatchTest {

    private static final int MANY = 1_000_000;

    /** Entries 5 to 8 of terms 2, 2, 3, 7 with payloads of 0 to 3 bytes. */
    private static final EntryBatch FOUR = batch(5, 2, 2, 3, 7);

    private static EntryBatch batch(long firstIndex, long... terms) {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < terms.length; i++) {
            entries.add(entry(terms[i], firstIndex + i, "x".repeat(i)));
        }
        return EntryBatch.of(entries);
    }

    private static LogEntry entry(long term, long index, String payload) {
        Bytes bytes = Bytes.of(payload.getBytes(StandardCharsets.UTF_8));
        return new LogEntry(
                new EntryId(term, index), 1_000 + index, new Proposal(EntryType.COMMAND, -index, index * 3, bytes));
    }

    private static byte[] bytesOf(EntryBatch batch) {
        byte[] bytes = new byte[batch.byteCount()];
        batch.bytes().get(bytes);
        return bytes;
    }

    private static EntryBatch decode(byte[] bytes) {
        return EntryBatch.decode(bytes, 0, bytes.length, MANY);
    }

    @Test
    void isReadAsItWasWritten() {
        EntryBatch decoded = decode(bytesOf(FOUR));

        assertThat(decoded).isEqualTo(FOUR).hasSameHashCodeAs(FOUR);
        assertThat(decoded.entries())
                .containsExactly(entry(2, 5, ""), entry(2, 6, "x"), entry(3, 7, "xx"), entry(7, 8, "xxx"));
        assertThat(decoded.firstIndex()).isEqualTo(5);
        assertThat(decoded.lastIndex()).isEqualTo(8);
        assertThat(decoded.lastTerm()).isEqualTo(7);
        assertThat(decoded.lastId()).isEqualTo(new EntryId(7, 8));
        assertThat(decoded.count()).isEqualTo(4);
        assertThat(decoded.byteCount()).isEqualTo(4 * EntryBatch.ENTRY_OVERHEAD + 6);
        assertThat(decoded.termRuns()).containsExactly(new TermRun(5, 2), new TermRun(7, 3), new TermRun(8, 7));
    }

    @Test
    void extremeValuesSurvive() {
        Proposal proposal =
                new Proposal(EntryType.COMMAND, Long.MIN_VALUE, Long.MAX_VALUE, Bytes.of(new byte[] {-1, 0, 127}));
        LogEntry extreme = new LogEntry(new EntryId(Long.MAX_VALUE, Long.MAX_VALUE - 1), Long.MIN_VALUE, proposal);

        EntryBatch decoded = decode(bytesOf(EntryBatch.of(List.of(extreme))));

        assertThat(decoded.entries()).containsExactly(extreme);
    }

    @Test
    void randomBatchesAreReadAsTheyWereWritten() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            List<LogEntry> entries = new ArrayList<>();
            long term = 1L + random.nextInt(3);
            for (int k = random.nextInt(60); k > 0; k--) {
                term += random.nextInt(4) == 0 ? 1 : 0;
                entries.add(entry(term, 100L + entries.size(), "p".repeat(random.nextInt(40))));
            }

            EntryBatch decoded = decode(bytesOf(EntryBatch.of(entries)));

            assertThat(decoded.entries()).isEqualTo(entries);
        }
    }

    @Test
    void anEntryIsWrittenAsTheFormatSays() {
        byte[] bytes = bytesOf(EntryBatch.encode(
                258, 3, 5, List.of(new Proposal(EntryType.COMMAND, 6, 7, Bytes.of(new byte[] {42})))));

        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(buffer.getInt(0)).isEqualTo(51);
        assertThat(buffer.getInt(4)).isEqualTo(crc(bytes));
        assertThat(buffer.getLong(8)).isEqualTo(3);
        assertThat(buffer.getLong(16)).isEqualTo(258);
        assertThat(buffer.get(24)).isEqualTo((byte) 2);
        assertThat(buffer.get(25)).isZero();
        assertThat(buffer.getLong(26)).isEqualTo(5);
        assertThat(buffer.getLong(34)).isEqualTo(6);
        assertThat(buffer.getLong(42)).isEqualTo(7);
        assertThat(buffer.get(50)).isEqualTo((byte) 42);
        assertThat(bytes).hasSize(51);
    }

    private static int crc(byte[] entry) {
        CRC32C crc = new CRC32C();
        crc.update(entry, 0, 4);
        crc.update(entry, 8, entry.length - 8);
        return (int) crc.getValue();
    }

    @Test
    void emptyBatchHasNothing() {
        EntryBatch empty = EntryBatch.empty();

        assertThat(empty.isEmpty()).isTrue();
        assertThat(List.of(empty.firstIndex(), empty.lastIndex(), empty.lastTerm()))
                .containsOnly(0L);
        assertThat(empty.lastId()).isEqualTo(EntryId.NONE);
        assertThat(empty.byteCount()).isZero();
        assertThat(empty.termRuns()).isEmpty();
        assertThat(empty.entries()).isEmpty();
        assertThat(empty.from(3)).isEqualTo(empty);
        assertThat(empty.upTo(3)).isEqualTo(empty);
        assertThat(empty.limit(1, 1)).isEqualTo(empty);
        assertThat(EntryBatch.encode(1, 1, 1, List.of())).isEqualTo(empty);
        assertThat(EntryBatch.of(List.of())).isEqualTo(empty);
        assertThat(EntryBatch.join(List.of())).isEqualTo(empty);
        assertThat(decode(new byte[0])).isEqualTo(empty);
    }

    @Test
    void partsShareTheBytesOfTheWhole() {
        assertThat(FOUR.from(7)).isEqualTo(batchOf(entry(3, 7, "xx"), entry(7, 8, "xxx")));
        assertThat(FOUR.upTo(6)).isEqualTo(batchOf(entry(2, 5, ""), entry(2, 6, "x")));
        assertThat(FOUR.from(6).upTo(7)).isEqualTo(batchOf(entry(2, 6, "x"), entry(3, 7, "xx")));
        assertThat(FOUR.from(6).upTo(7).termRuns()).containsExactly(new TermRun(6, 2), new TermRun(7, 3));
        assertThat(FOUR.from(6).upTo(7).from(7).byteCount()).isEqualTo(EntryBatch.ENTRY_OVERHEAD + 2);
        assertThat(FOUR.from(1)).isSameAs(FOUR);
        assertThat(FOUR.upTo(99)).isSameAs(FOUR);
        assertThat(FOUR.from(9)).isEqualTo(EntryBatch.empty());
        assertThat(FOUR.upTo(4)).isEqualTo(EntryBatch.empty());
    }

    private static EntryBatch batchOf(LogEntry... entries) {
        return EntryBatch.of(List.of(entries));
    }

    @Test
    void limitTakesTheLongestPrefixWithinBothBoundsButAtLeastOneEntry() {
        EntryBatch tail = FOUR.from(6);
        int two = tail.upTo(7).byteCount();

        assertThat(tail.limit(MANY, MANY)).isSameAs(tail);
        assertThat(tail.limit(3, tail.byteCount())).isSameAs(tail);
        assertThat(tail.limit(2, MANY)).isEqualTo(tail.upTo(7));
        assertThat(tail.limit(MANY, two)).isEqualTo(tail.upTo(7));
        assertThat(tail.limit(MANY, two + 1)).isEqualTo(tail.upTo(7));
        assertThat(tail.limit(MANY, two - 1)).isEqualTo(tail.upTo(6));
        assertThat(tail.limit(MANY, 0)).isEqualTo(tail.upTo(6));
        assertThat(tail.limit(0, MANY)).isEqualTo(tail.upTo(6));
        assertThat(tail.limit(1, two)).isEqualTo(tail.upTo(6));
    }

    @Test
    void joinedPartsAreTheWhole() {
        EntryBatch joined = EntryBatch.join(List.of(FOUR.upTo(5), FOUR.from(6).upTo(7), FOUR.from(8)));

        assertThat(joined).isEqualTo(FOUR);
        assertThat(joined.entries()).isEqualTo(FOUR.entries());
        assertThat(EntryBatch.join(List.of(FOUR))).isSameAs(FOUR);
    }

    @Test
    void onlyWhatFollowsCanBeJoined() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryBatch.join(List.of(FOUR.upTo(5), FOUR.from(7))))
                .withMessageContaining("does not follow");
        assertThatIllegalArgumentException().isThrownBy(() -> EntryBatch.join(List.of(FOUR.from(7), FOUR.upTo(6))));
        assertThatIllegalArgumentException().isThrownBy(() -> EntryBatch.join(List.of(FOUR, batch(9, 6))));
        assertThatIllegalArgumentException().isThrownBy(() -> EntryBatch.join(List.of(FOUR, EntryBatch.empty())));
        assertThatIllegalArgumentException().isThrownBy(() -> batch(5, 3, 2));
    }

    @Test
    void entriesOutsideAreNotThere() {
        EntryBatch part = FOUR.from(6).upTo(7);

        for (long index : new long[] {Long.MIN_VALUE, 0, 5, 8, Long.MAX_VALUE}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> part.term(index));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> part.payload(index));
        }
    }

    @Test
    void viewsAreReadOnly() {
        assertThat(FOUR.bytes().isReadOnly()).isTrue();
        assertThat(FOUR.payload(7).isReadOnly()).isTrue();
        assertThat(FOUR.payload(7).remaining()).isEqualTo(2);
    }

    @Test
    void entriesAreFoundInTheMiddleOfOtherBytes() {
        byte[] whole = bytesOf(FOUR);
        byte[] framed = new byte[whole.length + 20];
        System.arraycopy(whole, 0, framed, 13, whole.length);

        EntryBatch decoded = EntryBatch.decode(framed, 13, 13 + whole.length, MANY);

        assertThat(decoded).isEqualTo(FOUR);
        assertThat(bytesOf(decoded.from(7))).isEqualTo(bytesOf(FOUR.from(7)));
    }

    @Test
    void everySingleFlippedBitIsNoticed() {
        byte[] whole = bytesOf(FOUR);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));

            assertThatExceptionOfType(MalformedEntriesException.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> decode(damaged));
        }
    }

    @Test
    void everyCutThatIsNotBetweenEntriesIsNoticed() {
        byte[] whole = bytesOf(FOUR);
        List<Integer> ends = List.of(
                0,
                FOUR.upTo(5).byteCount(),
                FOUR.upTo(6).byteCount(),
                FOUR.upTo(7).byteCount());
        for (int length = 0; length < whole.length; length++) {
            int end = length;
            if (ends.contains(length)) {
                assertThat(EntryBatch.decode(whole, 0, end, MANY)).isEqualTo(FOUR.upTo(4 + ends.indexOf(end)));
            } else {
                assertThatExceptionOfType(MalformedEntriesException.class)
                        .as("cut at %d", end)
                        .isThrownBy(() -> EntryBatch.decode(whole, 0, end, MANY));
            }
        }
    }

    @Test
    void lengthsAreCheckedBeforeTheyAreUsed() {
        for (int length : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 49, 51}) {
            byte[] bytes = new byte[50];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, length);

            assertThatExceptionOfType(MalformedEntriesException.class)
                    .isThrownBy(() -> decode(bytes))
                    .withMessageContaining("Entry length " + Integer.toUnsignedString(length));
        }
    }

    @Test
    void largerPayloadsThanAllowedAreRefused() {
        byte[] whole = bytesOf(FOUR);

        assertThat(EntryBatch.decode(whole, 0, whole.length, 3)).isEqualTo(FOUR);
        assertThatExceptionOfType(MalformedEntriesException.class)
                .isThrownBy(() -> EntryBatch.decode(whole, 0, whole.length, 2))
                .withMessage(
                        "Entry payload of 3 bytes, at most 2 are allowed (at byte %d)",
                        FOUR.upTo(7).byteCount())
                .satisfies(damage ->
                        assertThat(damage.position()).isEqualTo(FOUR.upTo(7).byteCount()));
    }

    @Test
    void entriesWithValidChecksumsMustStillBeALog() {
        assertRefused("Entry index 8 where 7 was due", bytesOf(FOUR.upTo(6)), bytesOf(FOUR.from(8)));
        assertRefused("Entry index 5 where 6 was due", bytesOf(FOUR.upTo(5)), bytesOf(FOUR.upTo(5)));
        assertRefused("Entry term 2 after term 3", bytesOf(batch(5, 3)), bytesOf(batch(6, 2)));
        assertRefused("Entry term 0 after term 0", sealed(8, 0));
        assertRefused("Entry term -1 after term 0", sealed(8, -1));
        assertRefused("Entry index 0 where 0 was due", sealed(16, 0));
        assertRefused("Entry index 9223372036854775807", sealed(16, Long.MAX_VALUE));
        assertRefused("Entry type 0 is unknown", sealedByte(24, 0));
        assertRefused("Entry type 4 is unknown", sealedByte(24, 4));
        assertRefused("Entry flags 1 are unknown", sealedByte(25, 1));
    }

    private static void assertRefused(String message, byte[]... parts) {
        ByteBuffer joined = ByteBuffer.allocate(1_000);
        for (byte[] part : parts) {
            joined.put(part);
        }
        assertThatExceptionOfType(MalformedEntriesException.class)
                .isThrownBy(() -> EntryBatch.decode(joined.array(), 0, joined.position(), MANY))
                .withMessageContaining(message);
    }

    /** An entry with one field changed and its checksum put right. */
    private static byte[] sealed(int at, long value) {
        byte[] bytes = bytesOf(batch(5, 2));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
        return resealed(bytes);
    }

    private static byte[] sealedByte(int at, int value) {
        byte[] bytes = bytesOf(batch(5, 2));
        bytes[at] = (byte) value;
        return resealed(bytes);
    }

    private static byte[] resealed(byte[] entry) {
        ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN).putInt(4, crc(entry));
        return entry;
    }
}

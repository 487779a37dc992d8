package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.api.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of one command: clients give each an id that no other has.
 *
 * @param id the command's
 * @param count how many times it was applied, which may be 1 only
 * @param index where in the log it was applied first
 */
record Entry(long id, long count, long index) {

    static final int BYTES = 3 * Long.BYTES;

    /** Any number of them, one behind the other. */
    static final Codec<List<Entry>> CODEC = Codec.of(Entry::encode, Entry::decode);

    private static byte[] encode(List<Entry> entries) {
        ByteBuffer bytes = ByteBuffer.allocate(entries.size() * BYTES);
        entries.forEach(entry -> bytes.putLong(entry.id).putLong(entry.count).putLong(entry.index));
        return bytes.array();
    }

    private static List<Entry> decode(ByteBuffer bytes) {
        List<Entry> entries = new ArrayList<>();
        while (bytes.hasRemaining()) {
            entries.add(new Entry(bytes.getLong(), bytes.getLong(), bytes.getLong()));
        }
        return List.copyOf(entries);
    }

    /** As lines of text, which {@link #parse} reads. */
    static String text(List<Entry> entries) {
        return entries.stream()
                .map(entry -> entry.id + " " + entry.count + " " + entry.index)
                .collect(Collectors.joining("\n"));
    }

    static List<Entry> parse(String text) {
        return text.lines().map(Entry::ofLine).toList();
    }

    private static Entry ofLine(String line) {
        long[] numbers =
                Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
        return new Entry(numbers[0], numbers[1], numbers[2]);
    }
}

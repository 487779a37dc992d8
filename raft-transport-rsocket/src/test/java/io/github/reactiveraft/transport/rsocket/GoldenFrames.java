package io.github.reactiveraft.transport.rsocket;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The frames of {@code frames-v1.txt} by their names. */
final class GoldenFrames {

    private GoldenFrames() {}

    static Map<String, byte[]> read() {
        Map<String, byte[]> frames = new TreeMap<>();
        try (InputStream in = GoldenFrames.class.getResourceAsStream("/frames-v1.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                int space = line.indexOf(' ');
                frames.put(line.substring(0, space), HexFormat.of().parseHex(line.substring(space + 1)));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    /** Answers are told from requests by the highest bit of their type. */
    static boolean isResponse(byte[] frame) {
        return (frame[Wire.TYPE_AT] & 0x80) != 0;
    }
}

package io.github.reactiveraft.examples.kv;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Parts one behind the other: numbers big-endian, texts as their length in four bytes and UTF-8. */
final class Encoder {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Begins with the byte that says what follows. */
    Encoder(int kind) {
        bytes.write(kind);
    }

    Encoder number(long number) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return this;
    }

    Encoder flag(boolean flag) {
        bytes.write(flag ? 1 : 0);
        return this;
    }

    Encoder text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(encoded.length).array());
        bytes.writeBytes(encoded);
        return this;
    }

    Encoder optionalText(Optional<String> text) {
        flag(text.isPresent());
        text.ifPresent(this::text);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}

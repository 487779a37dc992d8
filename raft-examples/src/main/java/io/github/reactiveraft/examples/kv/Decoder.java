package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.api.Codec;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads what an {@link Encoder} wrote. Believes no length that the bytes at hand do not bear out, so no input takes more
 * memory than it explains; everything else throws {@link IllegalArgumentException}.
 */
final class Decoder {

    private final ByteBuffer bytes;

    Decoder(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    int kind() {
        require(1);
        return bytes.get();
    }

    long number() {
        require(Long.BYTES);
        return bytes.getLong();
    }

    boolean flag() {
        int flag = kind();
        if (flag != 0 && flag != 1) {
            throw new IllegalArgumentException("Neither yes nor no: " + flag);
        }
        return flag == 1;
    }

    String text() {
        require(Integer.BYTES);
        int length = bytes.getInt();
        require(length);
        String text = Codec.utf8().decode(bytes.slice(bytes.position(), length));
        bytes.position(bytes.position() + length);
        return text;
    }

    Optional<String> optionalText() {
        return flag() ? Optional.of(text()) : Optional.empty();
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    /** What was read, if nothing is left behind it. */
    <T> T whole(T read) {
        if (hasMore()) {
            throw new IllegalArgumentException(bytes.remaining() + " bytes too many behind " + read.getClass());
        }
        return read;
    }

    private void require(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException(length + " bytes are due where " + bytes.remaining() + " are left");
        }
    }
}

package io.github.reactiveraft.test.sim.check;

import java.nio.ByteBuffer;

/** Numbers that stand for content, the same in every run and on every machine; not meant against adversaries. */
public final class Fingerprint {

    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private Fingerprint() {}

    /** The fingerprint of a sequence that goes on with one more number. */
    public static long combine(long before, long next) {
        long mixed = before * 31 + next + GOLDEN;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** The fingerprint of a text. */
    public static long of(String text) {
        long mixed = text.length();
        for (int i = 0; i < text.length(); i++) {
            mixed = combine(mixed, text.charAt(i));
        }
        return mixed;
    }

    /** The fingerprint of what is between position and limit of a buffer, which is left as it was. */
    public static long of(ByteBuffer bytes) {
        ByteBuffer rest = bytes.duplicate();
        long mixed = rest.remaining();
        while (rest.remaining() >= Long.BYTES) {
            mixed = combine(mixed, rest.getLong());
        }
        while (rest.hasRemaining()) {
            mixed = combine(mixed, rest.get());
        }
        return mixed;
    }
}

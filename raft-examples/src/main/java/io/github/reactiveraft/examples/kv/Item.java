package io.github.reactiveraft.examples.kv;

import java.nio.ByteBuffer;
import java.util.Comparator;

/**
 * What the store keeps of a key.
 *
 * @param key which
 * @param value what it holds
 * @param version the log index of the command that wrote it
 * @param expiresAt the log's time, in milliseconds of the epoch, from which on it is over, or {@link #NEVER}
 */
record Item(String key, String value, long version, long expiresAt) {

    static final long NEVER = Long.MAX_VALUE;

    /** In which what expires goes: the same on every replica, also where two end at once. */
    static final Comparator<Item> IN_ORDER_OF_EXPIRY =
            Comparator.comparingLong(Item::expiresAt).thenComparing(Item::key);

    /** What no encoded item exceeds: its kind, two texts with their lengths, two numbers. */
    static final int MOST_BYTES = 1 + 2 * Integer.BYTES + Limits.KEY_BYTES + Limits.VALUE_BYTES + 2 * Long.BYTES;

    Item {
        Limits.checkKey(key);
        Limits.checkValue(value);
        Limits.checkVersion(version, true);
    }

    boolean isExpiring() {
        return expiresAt != NEVER;
    }

    KvOutput.Stored stored() {
        return new KvOutput.Stored(key, value, version);
    }

    KvOutput.Removed removed(boolean isExpired) {
        return new KvOutput.Removed(key, version, isExpired);
    }

    /** Stands for the whole item in the digest; of specified arithmetic, so that every Java comes to the same. */
    long weight() {
        return mixed(mixed(mixed(mixed(0, key), value), version), expiresAt);
    }

    private static long mixed(long seed, String text) {
        long mixed = mixed(seed, text.length());
        for (int i = 0; i < text.length(); i++) {
            mixed = mixed * 31 + text.charAt(i);
        }
        return mixed(mixed, 0);
    }

    /** The last steps of SplitMix64: neighbours, and sums of neighbours, end far apart. */
    private static long mixed(long seed, long number) {
        long bits = (seed ^ number) * 0x9E3779B97F4A7C15L + 1;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }

    byte[] encoded() {
        return new Encoder(0)
                .text(key)
                .text(value)
                .number(version)
                .number(expiresAt)
                .bytes();
    }

    static Item decoded(ByteBuffer bytes) {
        Decoder parts = new Decoder(bytes);
        int kind = parts.kind();
        if (kind != 0) {
            throw new IllegalArgumentException("No kind of item: " + kind);
        }
        return parts.whole(new Item(parts.text(), parts.text(), parts.number(), parts.number()));
    }
}

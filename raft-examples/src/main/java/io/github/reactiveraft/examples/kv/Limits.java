package io.github.reactiveraft.examples.kv;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How large the parts of commands, queries and outputs may be; whatever is beyond throws before it exists. */
final class Limits {

    static final int KEY_BYTES = 1024;
    static final int VALUE_BYTES = 512 * 1024;

    /** Small enough for answers to stay snappy; an entry of the log would take 16 MiB. */
    static final int PAIR_BYTES = 1000 * 1024;

    private static final Duration SHORTEST_TIME = Duration.ofMillis(1);
    private static final Duration LONGEST_TIME = Duration.ofDays(36_500);

    private Limits() {}

    static void checkKey(String key) {
        check("A key", utf8Length(key), 1, KEY_BYTES);
    }

    /** What a key begins with: like a key, but may be empty. */
    static void checkPrefix(String prefix) {
        check("A prefix", utf8Length(prefix), 0, KEY_BYTES);
    }

    static void checkValue(String value) {
        check("A value", utf8Length(value), 0, VALUE_BYTES);
    }

    static void checkPair(String expected, String value) {
        check("The expected value and the new one together", utf8Length(expected) + utf8Length(value), 0, PAIR_BYTES);
    }

    /** The log's time counts in milliseconds, so a time to live is cut to them. */
    static Optional<Duration> timeToLive(Optional<Duration> asked) {
        Optional<Duration> cut = asked.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
        cut.ifPresent(time -> {
            if (time.compareTo(SHORTEST_TIME) < 0 || time.compareTo(LONGEST_TIME) > 0) {
                throw new IllegalArgumentException("A time to live takes 1 ms to 36,500 days, but is " + time);
            }
        });
        return cut;
    }

    /** A key that is absent has version 0, one that is there has the log index of its last write. */
    static void checkVersion(long version, boolean isPresent) {
        if (isPresent ? version < 1 : version != 0) {
            throw new IllegalArgumentException(
                    "No version of a key that is " + (isPresent ? "there" : "absent") + ": " + version);
        }
    }

    private static void check(String what, long length, int least, int most) {
        if (length < least || length > most) {
            throw new IllegalArgumentException(
                    what + " takes " + least + " to " + most + " bytes of UTF-8, but has " + length);
        }
    }

    /** Half a surrogate pair has no encoding: it would come out of the log as another character. */
    private static long utf8Length(String text) {
        return text.codePoints().mapToLong(Limits::utf8Length).sum();
    }

    private static int utf8Length(int codePoint) {
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            throw new IllegalArgumentException("Half a character has no UTF-8: " + Integer.toHexString(codePoint));
        }
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}

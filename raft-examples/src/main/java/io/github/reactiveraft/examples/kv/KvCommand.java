package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.api.Codec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * What changes the store. Keys take 1 to 1,024 bytes of UTF-8, values up to 512 KiB, times to live 1 ms to 36,500 days, cut
 * to milliseconds; whatever is beyond throws {@link IllegalArgumentException} when it is made.
 */
public sealed interface KvCommand {

    /** A byte that says which, then the record's parts. */
    Codec<KvCommand> CODEC = Codec.of(KvCommand::encode, KvCommand::decode);

    /** The one key that it is about. */
    String key();

    /**
     * Stores a value, whatever was there; answered with {@link KvOutput.Done}.
     *
     * @param key where
     * @param value what
     * @param timeToLive for how long, or empty for ever, also if the value before was to expire
     */
    record Put(String key, String value, Optional<Duration> timeToLive) implements KvCommand {

        /** Checks the sizes. */
        public Put {
            Limits.checkKey(key);
            Limits.checkValue(value);
            timeToLive = Limits.timeToLive(timeToLive);
        }
    }

    /**
     * Stores a value if the key holds the expected one; answered with {@link KvOutput.Done} either way.
     *
     * @param key where
     * @param expected what must be there, or empty if nothing may be there
     * @param value what to store then; together with what is expected, at most 1,000 KiB
     * @param timeToLive as in {@link Put}
     */
    record CompareAndSet(String key, Optional<String> expected, String value, Optional<Duration> timeToLive)
            implements KvCommand {

        /** Checks the sizes. */
        public CompareAndSet {
            Limits.checkKey(key);
            expected.ifPresent(Limits::checkValue);
            Limits.checkValue(value);
            Limits.checkPair(expected.orElse(""), value);
            timeToLive = Limits.timeToLive(timeToLive);
        }
    }

    /**
     * Removes a key; answered with {@link KvOutput.Done}, which says whether it was there.
     *
     * @param key which
     */
    record Delete(String key) implements KvCommand {

        /** Checks the size. */
        public Delete {
            Limits.checkKey(key);
        }
    }

    private static byte[] encode(KvCommand command) {
        if (command instanceof Put put) {
            return new Encoder(0)
                    .text(put.key())
                    .text(put.value())
                    .number(millis(put.timeToLive()))
                    .bytes();
        }
        if (command instanceof CompareAndSet swap) {
            return new Encoder(1)
                    .text(swap.key())
                    .optionalText(swap.expected())
                    .text(swap.value())
                    .number(millis(swap.timeToLive()))
                    .bytes();
        }
        return new Encoder(2).text(command.key()).bytes();
    }

    private static KvCommand decode(ByteBuffer bytes) {
        Decoder parts = new Decoder(bytes);
        int kind = parts.kind();
        return switch (kind) {
            case 0 -> parts.whole(new Put(parts.text(), parts.text(), timeToLive(parts.number())));
            case 1 ->
                parts.whole(new CompareAndSet(
                        parts.text(), parts.optionalText(), parts.text(), timeToLive(parts.number())));
            case 2 -> parts.whole(new Delete(parts.text()));
            default -> throw new IllegalArgumentException("No kind of command: " + kind);
        };
    }

    private static long millis(Optional<Duration> timeToLive) {
        return timeToLive.map(Duration::toMillis).orElse(0L);
    }

    private static Optional<Duration> timeToLive(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }
}

package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.api.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the store puts out: results of commands, answers to queries, change events. The version of a key is the log
 * index of the command that wrote it, so it grows with every write, also across a removal; 0 stands for an absent key.
 */
public sealed interface KvOutput {

    /** A byte that says which, then the record's parts. */
    Codec<KvOutput> CODEC = Codec.of(KvOutput::encode, KvOutput::decode);

    /**
     * What became of a command.
     *
     * @param isDone whether it changed something: false if another value was expected, or nothing was there to delete
     * @param before what the key held until then
     * @param version the key's version afterwards
     */
    record Done(boolean isDone, Optional<String> before, long version) implements KvOutput {

        /** Checks the value and the version. */
        public Done {
            before.ifPresent(Limits::checkValue);
            if (version < 0) {
                throw new IllegalArgumentException("No version: " + version);
            }
        }
    }

    /**
     * What a key holds.
     *
     * @param value empty if the key is absent
     * @param version the key's version
     */
    record Value(Optional<String> value, long version) implements KvOutput {

        /** Checks that both say the same. */
        public Value {
            value.ifPresent(Limits::checkValue);
            Limits.checkVersion(version, value.isPresent());
        }
    }

    /**
     * A page of keys, in order.
     *
     * @param entries up to 1,000, fewer if their values are long
     * @param isComplete whether none is left behind them
     */
    record Entries(List<Stored> entries, boolean isComplete) implements KvOutput {

        /** Copies the list. */
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    /** What watchers are told of a key. */
    sealed interface KeyChange extends KvOutput {

        /** The key that changed. */
        String key();

        /** The version of the value that came, or of the one that went. */
        long version();
    }

    /**
     * The key holds this from now on; in {@link Entries}, it does.
     *
     * @param key which
     * @param value what it holds
     * @param version the value's version
     */
    record Stored(String key, String value, long version) implements KeyChange {

        /** Checks the sizes and the version. */
        public Stored {
            Limits.checkKey(key);
            Limits.checkValue(value);
            Limits.checkVersion(version, true);
        }
    }

    /**
     * The key holds nothing from now on.
     *
     * @param key which
     * @param version the version of what it held
     * @param isExpired whether its time was over, and nobody deleted it
     */
    record Removed(String key, long version, boolean isExpired) implements KeyChange {

        /** Checks the size and the version. */
        public Removed {
            Limits.checkKey(key);
            Limits.checkVersion(version, true);
        }
    }

    private static byte[] encode(KvOutput output) {
        if (output instanceof Done done) {
            return new Encoder(0)
                    .flag(done.isDone())
                    .optionalText(done.before())
                    .number(done.version())
                    .bytes();
        }
        if (output instanceof Value value) {
            return new Encoder(1)
                    .optionalText(value.value())
                    .number(value.version())
                    .bytes();
        }
        if (output instanceof Entries page) {
            Encoder parts = new Encoder(2).flag(page.isComplete());
            page.entries().forEach(entry -> encode(entry, parts));
            return parts.bytes();
        }
        if (output instanceof Stored stored) {
            return encode(stored, new Encoder(3)).bytes();
        }
        Removed removed = (Removed) output;
        return new Encoder(4)
                .text(removed.key())
                .number(removed.version())
                .flag(removed.isExpired())
                .bytes();
    }

    private static Encoder encode(Stored stored, Encoder parts) {
        return parts.text(stored.key()).text(stored.value()).number(stored.version());
    }

    private static KvOutput decode(ByteBuffer bytes) {
        Decoder parts = new Decoder(bytes);
        int kind = parts.kind();
        return switch (kind) {
            case 0 -> parts.whole(new Done(parts.flag(), parts.optionalText(), parts.number()));
            case 1 -> parts.whole(new Value(parts.optionalText(), parts.number()));
            case 2 -> page(parts);
            case 3 -> parts.whole(stored(parts));
            case 4 -> parts.whole(new Removed(parts.text(), parts.number(), parts.flag()));
            default -> throw new IllegalArgumentException("No kind of output: " + kind);
        };
    }

    private static Entries page(Decoder parts) {
        boolean isComplete = parts.flag();
        List<Stored> entries = new ArrayList<>();
        while (parts.hasMore()) {
            entries.add(stored(parts));
        }
        return new Entries(entries, isComplete);
    }

    private static Stored stored(Decoder parts) {
        return new Stored(parts.text(), parts.text(), parts.number());
    }
}

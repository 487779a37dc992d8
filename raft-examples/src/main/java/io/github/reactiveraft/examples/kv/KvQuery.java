package io.github.reactiveraft.examples.kv;

import io.github.reactiveraft.api.Codec;
import java.nio.ByteBuffer;

/** What can be asked of the store. */
public sealed interface KvQuery {

    /** A byte that says which, then the record's parts. */
    Codec<KvQuery> CODEC = Codec.of(KvQuery::encode, KvQuery::decode);

    /**
     * What one key holds; answered with {@link KvOutput.Value}.
     *
     * @param key which
     */
    record Get(String key) implements KvQuery {

        /** Checks the size. */
        public Get {
            Limits.checkKey(key);
        }
    }

    /**
     * Keys in order, page by page; answered with {@link KvOutput.Entries}.
     *
     * @param prefix what they begin with, empty for all
     * @param after only those behind this one: empty for the first page, else the last key of the page before
     */
    record List(String prefix, String after) implements KvQuery {

        /** Checks the sizes. */
        public List {
            Limits.checkPrefix(prefix);
            Limits.checkPrefix(after);
        }
    }

    private static byte[] encode(KvQuery query) {
        if (query instanceof Get read) {
            return new Encoder(0).text(read.key()).bytes();
        }
        List list = (List) query;
        return new Encoder(1).text(list.prefix()).text(list.after()).bytes();
    }

    private static KvQuery decode(ByteBuffer bytes) {
        Decoder parts = new Decoder(bytes);
        int kind = parts.kind();
        return switch (kind) {
            case 0 -> parts.whole(new Get(parts.text()));
            case 1 -> parts.whole(new List(parts.text(), parts.text()));
            default -> throw new IllegalArgumentException("No kind of query: " + kind);
        };
    }
}

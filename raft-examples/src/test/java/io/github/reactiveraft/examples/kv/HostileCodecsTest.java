package io.github.reactiveraft.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Chunks;
import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.fuzz.HostileInputs;
import io.github.reactiveraft.examples.kv.KvCommand.CompareAndSet;
import io.github.reactiveraft.examples.kv.KvCommand.Delete;
import io.github.reactiveraft.examples.kv.KvOutput.Done;
import io.github.reactiveraft.examples.kv.KvOutput.Entries;
import io.github.reactiveraft.examples.kv.KvOutput.Removed;
import io.github.reactiveraft.examples.kv.KvOutput.Stored;
import io.github.reactiveraft.examples.kv.KvOutput.Value;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The store's codecs take the bytes that they write, and refuse all others as a codec does. */
class HostileCodecsTest {

    /** A refusal of UTF-8 has a cause with a stack trace. */
    private static final int FIXED_BYTES = 24 * 1024;

    private static final int BYTES_EACH = 64;

    @Test
    void commands() {
        feed(
                KvCommand.CODEC,
                List.of(
                        Replica.put("key", "value"),
                        Replica.put("ключ", "😀", Duration.ofSeconds(5)),
                        new CompareAndSet("key", Optional.empty(), "", Optional.of(Duration.ofMillis(1))),
                        new CompareAndSet("key", Optional.of("old"), "new", Optional.empty()),
                        new Delete("k")));
    }

    @Test
    void queries() {
        feed(KvQuery.CODEC, List.of(new KvQuery.Get("key"), new KvQuery.List("", ""), new KvQuery.List("a/", "a/1")));
    }

    @Test
    void outputs() {
        Stored stored = new Stored("key", "value", 7);
        feed(
                KvOutput.CODEC,
                List.of(
                        new Done(true, Optional.empty(), 3),
                        new Done(false, Optional.of("old"), 0),
                        new Value(Optional.empty(), 0),
                        new Value(Optional.of("value"), Long.MAX_VALUE),
                        new Entries(List.of(), true),
                        new Entries(List.of(stored, new Stored("z", "", 1)), false),
                        stored,
                        new Removed("key", 7, true)));
    }

    /** Twice restored, so that a snapshot with something wrong in it cannot pass for another. */
    @Test
    void snapshots() {
        Replica replica = new Replica();
        byte[] empty = snapshot(replica);
        replica.apply(Replica.put("a", "1"));
        replica.apply(Replica.put("b", "a longer value, of which a part may be cut", Duration.ofSeconds(5)));

        HostileInputs.of(HostileCodecsTest.class, List.of(empty, snapshot(replica)), IllegalArgumentException.class)
                // A length is believed up to the largest item; and a chunk takes 64 KiB.
                .within(Item.MOST_BYTES + 256 * 1024, BYTES_EACH)
                .feed(input -> {
                    Replica restored = new Replica();
                    restored.restore(Flux.just(ByteBuffer.wrap(input).asReadOnlyBuffer()));
                    Replica again = new Replica();
                    again.restore(Flux.just(ByteBuffer.wrap(snapshot(restored))));
                    assertThat(again.digest()).isEqualTo(restored.digest());
                })
                .requireReached(5);
    }

    private static byte[] snapshot(Replica replica) {
        ByteBuffer whole =
                Chunks.join(Flux.from(replica.snapshot())).blockOptional().orElseThrow();
        byte[] bytes = new byte[whole.remaining()];
        whole.get(bytes);
        return bytes;
    }

    private static <T> void feed(Codec<T> codec, List<? extends T> values) {
        List<byte[]> valid = values.stream().map(codec::encode).toList();
        assertThat(valid.stream().map(ByteBuffer::wrap).map(codec::decode)).containsExactlyElementsOf(values);
        HostileInputs.of(HostileCodecsTest.class, valid, IllegalArgumentException.class)
                .within(FIXED_BYTES, BYTES_EACH)
                .feed(input -> assertThat(codec.encode(codec.decode(ByteBuffer.wrap(input))))
                        .isEqualTo(input))
                .requireReached(3);
    }
}

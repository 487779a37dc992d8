package io.github.reactiveraft.examples.kv;

import static io.github.reactiveraft.examples.kv.Replica.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.examples.kv.KvCommand.CompareAndSet;
import io.github.reactiveraft.examples.kv.KvCommand.Delete;
import io.github.reactiveraft.examples.kv.KvOutput.Done;
import io.github.reactiveraft.examples.kv.KvOutput.Removed;
import io.github.reactiveraft.examples.kv.KvOutput.Stored;
import io.github.reactiveraft.examples.kv.KvOutput.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class KvStateMachineTest {

    private final Replica replica = new Replica();

    private static KvCommand swap(String key, Optional<String> expected, String value) {
        return new CompareAndSet(key, expected, value, Optional.empty());
    }

    @Test
    void putTellsWhatWasThereAndTheIndexIsTheVersion() {
        assertThat(replica.apply(put("a", "1"))).isEqualTo(new Done(true, Optional.empty(), 1));
        assertThat(replica.apply(put("a", "2"))).isEqualTo(new Done(true, Optional.of("1"), 2));

        assertThat(replica.get("a")).isEqualTo(new Value(Optional.of("2"), 2));
        assertThat(replica.get("b")).isEqualTo(new Value(Optional.empty(), 0));
        assertThat(replica.newChanges()).containsExactly(new Stored("a", "1", 1), new Stored("a", "2", 2));
    }

    @Test
    void compareAndSetStoresOnlyWhereTheExpectedValueIs() {
        assertThat(replica.apply(swap("a", Optional.of("0"), "1"))).isEqualTo(new Done(false, Optional.empty(), 0));
        assertThat(replica.apply(swap("a", Optional.empty(), "1"))).isEqualTo(new Done(true, Optional.empty(), 2));
        assertThat(replica.apply(swap("a", Optional.empty(), "2"))).isEqualTo(new Done(false, Optional.of("1"), 2));
        assertThat(replica.apply(swap("a", Optional.of("1"), "2"))).isEqualTo(new Done(true, Optional.of("1"), 4));

        assertThat(replica.newChanges()).containsExactly(new Stored("a", "1", 2), new Stored("a", "2", 4));
    }

    @Test
    void deleteTellsWhetherThereWasSomething() {
        replica.apply(put("a", "1"));
        replica.newChanges();

        assertThat(replica.apply(new Delete("a"))).isEqualTo(new Done(true, Optional.of("1"), 0));
        assertThat(replica.apply(new Delete("a"))).isEqualTo(new Done(false, Optional.empty(), 0));

        assertThat(replica.newChanges()).containsExactly(new Removed("a", 1, false));
    }

    @Test
    void listShowsKeysWithThePrefixInOrder() {
        List.of("b", "a/2", "a", "a/1", "a0").forEach(key -> replica.apply(put(key, "v")));

        assertThat(replica.list("a/", "").entries()).extracting(Stored::key).containsExactly("a/1", "a/2");
        assertThat(replica.list("", "a/1").entries()).extracting(Stored::key).containsExactly("a/2", "a0", "b");
        assertThat(replica.list("a/", "b").entries()).isEmpty();
    }

    @Test
    void longListsComeInPages() {
        IntStream.range(0, 2500).forEach(number -> replica.apply(put("k" + (10_000 + number), "v")));

        assertThat(pages("k")).containsExactly(1000, 1000, 500);
    }

    @Test
    void longValuesComeInShortPages() {
        IntStream.range(0, 3).forEach(number -> replica.apply(put("k" + number, "v".repeat(200_000))));

        assertThat(pages("")).containsExactly(1, 1, 1);
    }

    private List<Integer> pages(String prefix) {
        List<Integer> counts = new ArrayList<>();
        KvOutput.Entries page = replica.list(prefix, "");
        while (true) {
            counts.add(page.entries().size());
            if (page.isComplete()) {
                return counts;
            }
            page = replica.list(
                    prefix, page.entries().get(page.entries().size() - 1).key());
        }
    }

    @Test
    void digestDependsOnTheStateAndNotOnItsHistory() {
        long empty = replica.digest();
        replica.apply(put("a", "1"));
        long one = replica.digest();
        replica.apply(put("b", "2"));
        replica.apply(new Delete("b"));
        assertThat(replica.digest()).isEqualTo(one).isNotEqualTo(empty);

        replica.apply(new Delete("a"));
        assertThat(replica.digest()).isEqualTo(empty);
    }

    @Test
    void largeStateIsCapturedInChunksOfBoundedSizeAndRestored() {
        IntStream.range(0, 2000).forEach(number -> replica.apply(put("k" + number, "v".repeat(number))));
        replica.apply(put("large", "v".repeat(Limits.VALUE_BYTES)));

        List<ByteBuffer> chunks =
                Flux.from(replica.snapshot()).collectList().blockOptional().orElseThrow();
        Replica restored = new Replica();
        restored.restore(Flux.fromIterable(chunks).map(ByteBuffer::duplicate));

        assertThat(chunks).hasSizeGreaterThan(30).allMatch(chunk -> chunk.remaining() <= 4 + Item.MOST_BYTES);
        assertThat(chunks.stream().filter(chunk -> chunk.remaining() > 64 * 1024))
                .hasSize(1);
        assertThat(restored.digest()).isEqualTo(replica.digest());
        assertThat(restored.get("k1999")).isEqualTo(replica.get("k1999"));
    }
}

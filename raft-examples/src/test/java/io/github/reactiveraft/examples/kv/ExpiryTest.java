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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What is over goes with the first command at or after its end, the same way on every replica. */
class ExpiryTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Value ABSENT = new Value(Optional.empty(), 0);

    private final Replica replica = new Replica();

    @Test
    void keyIsThereUntilItsEndAndGoneAtIt() {
        replica.apply(put("a", "1", SECOND));

        replica.after(SECOND.minus(MILLISECOND)).apply(new Delete("other"));
        assertThat(replica.get("a")).isEqualTo(new Value(Optional.of("1"), 1));

        replica.after(MILLISECOND).apply(new Delete("other"));
        assertThat(replica.get("a")).isEqualTo(ABSENT);
        assertThat(replica.newChanges()).containsExactly(new Stored("a", "1", 1), new Removed("a", 1, true));
    }

    @Test
    void timeStandsStillWithoutCommands() {
        replica.apply(put("a", "1", SECOND));

        assertThat(replica.after(Duration.ofDays(1)).get("a")).isEqualTo(new Value(Optional.of("1"), 1));
    }

    @Test
    void commandFindsWhatIsOverGoneAlready() {
        replica.apply(put("a", "1", SECOND));
        replica.after(SECOND);

        assertThat(replica.apply(new CompareAndSet("a", Optional.of("1"), "2", Optional.empty())))
                .isEqualTo(new Done(false, Optional.empty(), 0));
        assertThat(replica.apply(put("a", "3"))).isEqualTo(new Done(true, Optional.empty(), 3));
    }

    @Test
    void earliestGoesFirstAndOfTwoAtOnceTheSmallerKey() {
        replica.apply(put("b", "1", SECOND.multipliedBy(2)));
        replica.apply(put("c", "2", SECOND));
        replica.apply(put("a", "3", SECOND.multipliedBy(2)));
        replica.apply(put("stays", "4", SECOND.multipliedBy(4)));
        replica.newChanges();

        replica.after(SECOND.multipliedBy(3)).apply(put("d", "5"));

        assertThat(replica.newChanges())
                .containsExactly(
                        new Removed("c", 2, true),
                        new Removed("a", 3, true),
                        new Removed("b", 1, true),
                        new Stored("d", "5", 5));
    }

    @Test
    void laterWriteTakesTheEndAlong() {
        replica.apply(put("a", "1", SECOND));
        replica.apply(put("a", "2"));
        replica.apply(put("b", "1", SECOND));
        replica.apply(put("b", "2", SECOND.multipliedBy(2)));
        replica.apply(put("c", "1", SECOND));
        replica.apply(new Delete("c"));
        replica.newChanges();

        replica.after(SECOND).apply(new Delete("other"));
        assertThat(replica.newChanges()).isEmpty();

        replica.after(SECOND).apply(new Delete("other"));
        assertThat(replica.newChanges()).containsExactly(new Removed("b", 4, true));
        assertThat(replica.get("a")).isEqualTo(new Value(Optional.of("2"), 2));
    }

    @Test
    void restoredReplicaKnowsTheEnds() {
        replica.apply(put("a", "1", SECOND));
        List<ByteBuffer> chunks =
                Flux.from(replica.snapshot()).collectList().blockOptional().orElseThrow();
        Replica restored = new Replica();
        restored.restore(Flux.fromIterable(chunks));
        assertThat(restored.digest()).isEqualTo(replica.digest());

        restored.after(SECOND).apply(new Delete("other"));

        assertThat(restored.newChanges()).containsExactly(new Removed("a", 1, true));
    }
}

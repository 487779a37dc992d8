package io.github.reactiveraft.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactiveraft.examples.kv.KvCommand.CompareAndSet;
import io.github.reactiveraft.examples.kv.KvCommand.Delete;
import io.github.reactiveraft.examples.kv.KvQuery.Get;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {

    @Test
    void commandsAreForTheLeader() {
        assertThat(Line.parse("put a 1")).isEqualTo(new Line.Submit(Replica.put("a", "1")));
        assertThat(Line.parse("  put\ta 1  60 "))
                .isEqualTo(new Line.Submit(Replica.put("a", "1", Duration.ofMinutes(1))));
        assertThat(Line.parse("cas a 1 2"))
                .isEqualTo(new Line.Submit(new CompareAndSet("a", Optional.of("1"), "2", Optional.empty())));
        assertThat(Line.parse("cas a - 2 5"))
                .isEqualTo(new Line.Submit(
                        new CompareAndSet("a", Optional.empty(), "2", Optional.of(Duration.ofSeconds(5)))));
        assertThat(Line.parse("delete a")).isEqualTo(new Line.Submit(new Delete("a")));
    }

    @Test
    void queriesAreForWhoeverIsAsked() {
        assertThat(Line.parse("get a")).isEqualTo(new Line.Read(new Get("a")));
        assertThat(Line.parse("list a/")).isEqualTo(new Line.Read(new KvQuery.List("a/", "")));
        assertThat(Line.parse("list")).isEqualTo(new Line.Read(new KvQuery.List("", "")));
        assertThat(Line.parse("watch a/")).isEqualTo(new Line.Watch("a/"));
        assertThat(Line.parse("watch")).isEqualTo(new Line.Watch(""));
        assertThat(Line.parse("quit")).isEqualTo(new Line.Quit());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PUT a 1",
                "put a",
                "put a 1 2 3",
                "cas a 1",
                "get",
                "get a b",
                "list a b",
                "delete",
                "quit now"
            })
    void whatIsNoLineIsToldWhatOneIs(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Line.parse(text))
                .withMessageStartingWith("Write put KEY VALUE [TTL_SECONDS] | ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"put a 1 soon", "put a 1 -1", "put a 1 0", "put a 1 1.5", "cas a 1 2 99999999999"})
    void timeToLiveIsToldWhatItTakes(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Line.parse(text)).withMessageContaining(" takes ");
    }
}

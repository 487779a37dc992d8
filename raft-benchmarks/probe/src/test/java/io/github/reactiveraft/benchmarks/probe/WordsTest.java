package io.github.reactiveraft.benchmarks.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactiveraft.benchmarks.system.Ballast;
import io.github.reactiveraft.benchmarks.system.MemberSpec;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void aLoadAndItsResultTravelAsLines() {
        LoadSpec load = LoadSpec.closed(Mode.FOLLOWER_READ, 256, 64, Duration.ofSeconds(2), Duration.ofSeconds(8))
                .withRate(1_000)
                .withPause(Duration.ofMillis(1));
        LoadResult result = new LoadResult(1, 2, 3, true, 4, 5, 6, 7, 8, 9, 10, "no_way");

        assertThat(LoadSpec.of(Words.parse(load.words("load").line()))).isEqualTo(load);
        assertThat(LoadResult.of(Words.parse(result.words().line()))).isEqualTo(result);
    }

    @Test
    void argumentsArePairs() {
        MemberSpec member = new MemberSpec(
                1, List.of("a:1", "b:2"), Path.of("/tmp/x"), true, Duration.ofMillis(150), 7, new Ballast(3));

        Words arguments =
                Words.arguments(MemberMain.arguments("ours", member).line().split(" "));

        assertThat(arguments.text("addresses")).isEqualTo("a:1,b:2");
        assertThat(arguments.number("election")).isEqualTo(150);
        assertThatIllegalArgumentException().isThrownBy(() -> arguments.text("other"));
        assertThatIllegalArgumentException().isThrownBy(() -> Words.arguments("word"));
    }

    @Test
    void questionsAreAnsweredLineByLineAndFailuresToo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Dialogue dialogue = new Dialogue(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .on("sum", words -> Words.of("sum").with("is", words.number("a") + words.number("b")))
                .on("fail", words -> {
                    throw new IllegalStateException("no\nway");
                });

        dialogue.run(new BufferedReader(new StringReader("sum a=1 b=2\nfail\nwhat\n")));

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        sum is=3
                        error java.lang.IllegalStateException: no way
                        error No such question: what
                        """);
    }
}

package io.github.reactiveraft.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Documentation that is not compiled lies sooner or later. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path SOURCES =
            Path.of("src", "main", "java", "io", "github", "reactiveraft", "examples", "readme");
    private static final Pattern SNIPPET =
            Pattern.compile("<!-- snippet: (\\S+)#(\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everySnippetStandsInCompiledCode() throws IOException {
        Matcher snippets = SNIPPET.matcher(Files.readString(README));
        List<String> seen = new ArrayList<>();

        while (snippets.find()) {
            seen.add(snippets.group(2));
            assertThat(snippets.group(3))
                    .as(snippets.group(1) + "#" + snippets.group(2))
                    .isEqualTo(region(SOURCES.resolve(snippets.group(1)), snippets.group(2)));
        }

        assertThat(seen).containsExactly("state-machine", "start", "use");
    }

    @Test
    void noJavaStandsThereThatIsNotCompiled() throws IOException {
        String readme = Files.readString(README);

        assertThat(readme.split("```java", -1)).hasSize(readme.split("<!-- snippet: ", -1).length);
    }

    @Test
    void continuousIntegrationRunsTheReadmesTestCommand() throws IOException {
        String command = "./mvnw -B -ntp verify";

        assertThat(Files.readString(README)).contains("\n" + command + "\n");
        assertThat(Files.readAllLines(Path.of("..", ".ci", "run"))).anyMatch(line -> line.endsWith(command));
    }

    private static String region(Path file, String name) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int start = indexOf(lines, "// snippet: " + name, 0) + 1;
        int end = indexOf(lines, "// end", start);
        return String.join("\n", lines.subList(start, end)).stripIndent() + "\n";
    }

    private static int indexOf(List<String> lines, String marker, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(marker)) {
                return i;
            }
        }
        throw new AssertionError("No line '" + marker + "'");
    }
}

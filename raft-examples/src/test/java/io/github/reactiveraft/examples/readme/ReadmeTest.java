package io.github.reactiveraft.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documentation that is not compiled lies sooner or later. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path EXAMPLES = Path.of("java", "io", "github", "reactiveraft", "examples");
    private static final Path MAIN = Path.of("src", "main").resolve(EXAMPLES);
    private static final Path TEST = Path.of("src", "test").resolve(EXAMPLES);
    private static final List<Path> SOURCES =
            List.of(MAIN.resolve("readme"), TEST.resolve("readme"), MAIN.resolve("kv"));
    private static final Pattern SNIPPET =
            Pattern.compile("<!-- snippet: (\\S+)#(\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everySnippetStandsInCompiledCode() throws IOException {
        for (Path document : documents()) {
            Matcher snippets = SNIPPET.matcher(Files.readString(document));
            while (snippets.find()) {
                assertThat(snippets.group(3))
                        .as(document + ": " + snippets.group(1) + "#" + snippets.group(2))
                        .isEqualTo(region(source(snippets.group(1)), snippets.group(2)));
            }
        }
    }

    @Test
    void readmeShowsWhatItTakes() throws IOException {
        assertThat(snippets(README)).containsExactly("state-machine", "start", "use", "connect", "test");
        assertThat(snippets(DOCS.resolve("testing.md")))
                .containsExactly("test", "full-disk", "linearizability", "request", "drive", "no-majority", "contract");
        assertThat(snippets(DOCS.resolve("kv.md"))).containsExactly("apply", "watch");
    }

    @Test
    void noJavaStandsThereThatIsNotCompiled() throws IOException {
        for (Path document : documents()) {
            String text = Files.readString(document);

            assertThat(text.split("```java", -1))
                    .as(document.toString())
                    .hasSize(snippets(document).size() + 1);
        }
    }

    @Test
    void continuousIntegrationRunsTheReadmesTestCommand() throws IOException {
        String command = "./mvnw -B -ntp verify";

        assertThat(Files.readString(README)).contains("\n" + command + "\n");
        assertThat(Files.readAllLines(Path.of("..", ".ci", "run"))).anyMatch(line -> line.endsWith(command));
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(README));
        try (Stream<Path> files = Files.walk(DOCS)) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }

    private static List<String> snippets(Path document) throws IOException {
        return SNIPPET.matcher(Files.readString(document))
                .results()
                .map(snippet -> snippet.group(2))
                .toList();
    }

    private static Path source(String name) {
        return SOURCES.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + name + " in " + SOURCES));
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

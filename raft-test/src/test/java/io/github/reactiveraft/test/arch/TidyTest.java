package io.github.reactiveraft.test.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The sizes and habits that no other tool of the gate holds. */
class TidyTest {

    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 60;
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void noFileIsLongerThanTheGate() {
        List<String> tooLong = sources()
                .filter(file -> lines(file).size() > FILE_LINES)
                .map(file -> PROJECT.relativize(file) + ": " + lines(file).size() + " lines")
                .toList();

        assertThat(sources()).isNotEmpty();
        assertThat(tooLong).as("files of more than %d lines", FILE_LINES).isEmpty();
    }

    @Test
    void noMethodIsLongerThanTheGate() throws IOException {
        List<String> tooLong = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask parser = (JavacTask) compiler.getTask(
                    null,
                    files,
                    null,
                    List.of("-proc:none"),
                    null,
                    files.getJavaFileObjectsFromPaths(sources().toList()));
            for (CompilationUnitTree unit : parser.parse()) {
                new MethodLengths(unit, Trees.instance(parser).getSourcePositions(), tooLong).scan(unit, null);
            }
        }

        assertThat(tooLong).as("methods of more than %d lines", METHOD_LINES).isEmpty();
    }

    @Test
    void everyTodoHasAnIssueAndNobodySignsAFile() {
        Pattern untidy = Pattern.compile("(TO" + "DO|FIX" + "ME)(?!\\(#\\d+\\))|@aut" + "hor");
        List<String> found = new ArrayList<>();

        sources().forEach(file -> lines(file).stream()
                .filter(line -> untidy.matcher(line).find())
                .forEach(line -> found.add(PROJECT.relativize(file) + ": " + line.strip())));

        assertThat(found).isEmpty();
    }

    private static Stream<Path> sources() {
        // Down to the modules of modules.
        try (Stream<Path> directories = Files.walk(PROJECT, 4)) {
            return directories
                    .filter(directory -> directory.endsWith("src"))
                    .filter(source -> Files.exists(source.resolveSibling("pom.xml")))
                    .toList()
                    .stream()
                    .flatMap(TidyTest::javaFiles);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static final class MethodLengths extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> tooLong;

        MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> tooLong) {
            this.unit = unit;
            this.positions = positions;
            this.tooLong = tooLong;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            Tree body = method.getBody();
            if (body != null && length(body) > METHOD_LINES) {
                Path file = Path.of(unit.getSourceFile().toUri());
                tooLong.add(PROJECT.relativize(file) + ": " + method.getName() + " has " + length(body) + " lines");
            }
            return super.visitMethod(method, null);
        }

        private long length(Tree body) {
            LineMap lineMap = unit.getLineMap();
            long start = lineMap.getLineNumber(positions.getStartPosition(unit, body));
            return lineMap.getLineNumber(positions.getEndPosition(unit, body)) - start + 1;
        }
    }
}

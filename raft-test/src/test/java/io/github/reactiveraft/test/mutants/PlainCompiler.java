package io.github.reactiveraft.test.mutants;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The compiler without the checks of the gate, which would refuse some bugs before anybody could meet them. It writes no
 * line numbers or names of variables: two versions of a class that differ only in those are the same to it.
 */
final class PlainCompiler implements AutoCloseable {

    private static final String ROOT = "src/main/java/";

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    /** Kept, for it remembers what is on the class path. */
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null);

    /** Compiles sources, by their path in the project, against what the tests run with. */
    void compile(Map<String, String> sources, Path directory) {
        createDirectories(directory);
        List<String> options = List.of(
                "-proc:none",
                "-nowarn",
                "-g:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString());
        List<Source> units = sources.entrySet().stream()
                .map(source -> new Source(source.getKey(), source.getValue()))
                .toList();
        StringWriter complaints = new StringWriter();
        if (!compiler.getTask(complaints, files, null, options, null, units).call()) {
            throw new IllegalArgumentException("Does not compile: " + complaints);
        }
    }

    private static void createDirectories(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String content;

        Source(String path, String content) {
            super(URI.create("string:///" + path.substring(path.indexOf(ROOT) + ROOT.length())), Kind.SOURCE);
            this.content = content;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }
}

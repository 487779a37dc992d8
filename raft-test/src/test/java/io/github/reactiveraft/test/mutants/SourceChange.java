package io.github.reactiveraft.test.mutants;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import com.github.difflib.patch.PatchFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * What a patch does to one file.
 *
 * @param path the file, from the project's root
 * @param patch its hunks
 */
record SourceChange(String path, Patch<String> patch) {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final String OLD = "--- a/";
    private static final String NEW = "+++ b/";

    /** Whether a file's part of a patch begins with these two lines. */
    static boolean isHead(String line, String next) {
        return line.startsWith(OLD) && next.startsWith(NEW);
    }

    static SourceChange parse(List<String> lines) {
        String path = lines.get(0).substring(OLD.length()).strip();
        if (!path.equals(lines.get(1).substring(NEW.length()).strip())) {
            throw new IllegalArgumentException("A mutant moves no file: " + lines.get(0) + ", " + lines.get(1));
        }
        Patch<String> patch = UnifiedDiffUtils.parseUnifiedDiff(lines);
        if (patch.getDeltas().isEmpty()) {
            throw new IllegalArgumentException("No change of " + path);
        }
        return new SourceChange(path, patch);
    }

    /** The file as it is. */
    List<String> source() {
        try {
            return Files.readAllLines(PROJECT.resolve(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * The file as it would be. All that a hunk says of it must be there word for word, the lines around the change
     * included, and in one place only. Only the line numbers do not count, so that an import more breaks no mutant.
     */
    String applyTo(List<String> source) {
        for (AbstractDelta<String> hunk : patch.getDeltas()) {
            List<String> expected = hunk.getSource().getLines();
            int at = Collections.indexOfSubList(source, expected);
            if (at < 0 || at != Collections.lastIndexOfSubList(source, expected)) {
                throw new IllegalArgumentException(
                        path + " has " + (at < 0 ? "nowhere" : "more than once") + " what the hunk at line "
                                + (hunk.getSource().getPosition() + 1) + " is about:\n" + String.join("\n", expected));
            }
        }
        try {
            return String.join("\n", patch.applyFuzzy(source, 0));
        } catch (PatchFailedException failed) {
            throw new IllegalArgumentException("The hunks of " + path + " do not go together", failed);
        }
    }
}

package io.github.reactiveraft.test.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MutantTest {

    private static final List<String> WORDS = List.of(
            "Broken: something",
            "Stands for: a bug: that goes on",
            "  over two lines",
            "Caught by: a rule",
            "Killed-by: a.b.CTest, d.ETest");
    private static final List<String> CHANGE = List.of(
            "--- a/x/src/main/java/X.java", "+++ b/x/src/main/java/X.java", "@@ -1,3 +1,3 @@", " a", "-b", "+B", " c");

    private static Mutant parsed(List<String> words, List<String> change) {
        List<String> lines = new ArrayList<>(words);
        lines.addAll(change);
        return Mutant.parse("99-mutant", lines);
    }

    private static SourceChange change() {
        return parsed(WORDS, CHANGE).changes().get(0);
    }

    @Test
    void wordsAreReadByTheirLabels() {
        Mutant mutant = parsed(WORDS, CHANGE);

        assertThat(mutant.labels())
                .containsEntry("Broken", "something")
                .containsEntry("Stands for", "a bug: that goes on over two lines")
                .containsEntry("Caught by", "a rule");
        assertThat(mutant.killedBy()).containsExactly("a.b.CTest", "d.ETest");
    }

    @Test
    void mutantThatDoesNotSayWhatItIsOrChangesNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parsed(WORDS.subList(1, 5), CHANGE))
                .withMessageContaining("99-mutant")
                .withMessageContaining("Broken");
        assertThatIllegalArgumentException().isThrownBy(() -> parsed(WORDS, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> parsed(WORDS, CHANGE.subList(0, 2)));
    }

    @Test
    void everyFileOfAPatchIsChanged() {
        List<String> two = new ArrayList<>(CHANGE);
        CHANGE.forEach(line -> two.add(line.replace("X.java", "Y.java")));

        assertThat(parsed(WORDS, two).changes())
                .extracting(SourceChange::path)
                .containsExactly("x/src/main/java/X.java", "x/src/main/java/Y.java");
    }

    @Test
    void hunkGoesWhereItsLinesAreWhateverTheirNumbers() {
        assertThat(change().applyTo(List.of("a", "b", "c"))).isEqualTo("a\nB\nc");
        assertThat(change().applyTo(List.of("new", "import", "a", "b", "c", "d")))
                .isEqualTo("new\nimport\na\nB\nc\nd");
    }

    @Test
    void hunkWhoseLinesAreNotThereWordForWordIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change().applyTo(List.of("a", "b", "c2")))
                .withMessageContaining("nowhere")
                .withMessageContaining("X.java");
        assertThatIllegalArgumentException().isThrownBy(() -> change().applyTo(List.of("a", "B", "c")));
    }

    @Test
    void hunkThatCouldGoToTwoPlacesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change().applyTo(List.of("a", "b", "c", "a", "b", "c")))
                .withMessageContaining("more than once");
    }
}

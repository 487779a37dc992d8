package io.github.reactiveraft.test.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every planted bug is still one, and what looks for bugs still finds the one that cannot be missed. */
class MutantPatchesTest {

    private static final Pattern NAME = Pattern.compile("\\d{2,3}-[a-z0-9-]+");

    @TempDir
    Path room;

    @Test
    void everyMutantHasANumberOfItsOwn() {
        List<Mutant> mutants = Mutant.all();

        assertThat(mutants).hasSizeGreaterThanOrEqualTo(24);
        assertThat(mutants).allSatisfy(mutant -> assertThat(mutant.name()).matches(NAME));
        assertThat(mutants).extracting(mutant -> mutant.name().split("-", 2)[0]).doesNotHaveDuplicates();
    }

    @Test
    void everyMutantApplies() {
        assertThat(Mutant.all())
                .allSatisfy(mutant -> assertThat(mutant.mutated()).isNotEqualTo(mutant.original()));
    }

    /** Every fourth one, with {@code -Dmutants.step=1} each. */
    @Test
    void mutantsCompileAndChangeWhatRuns() {
        int step = Integer.getInteger("mutants.step", 4);
        List<Mutant> all = Mutant.all();
        List<Mutant> mutants = IntStream.iterate(0, at -> at < all.size(), at -> at + step)
                .mapToObj(all::get)
                .toList();
        try (PlainCompiler compiler = new PlainCompiler()) {
            Overlay original = Overlay.ofOriginals(mutants, compiler, room);

            assertThat(mutants).allSatisfy(mutant -> assertThat(
                            Overlay.of(mutant, compiler, room).differingFrom(original))
                    .isNotEmpty());
        }
    }

    @Test
    void canaryIsFound() {
        Finder finder = new LabFinder(1, Duration.ofMinutes(1));
        Mutant canary = Mutant.named(Mutant.CANARY);
        try (PlainCompiler compiler = new PlainCompiler()) {
            Overlay overlay = Overlay.of(canary, compiler, room);

            assertThat(ChildJvm.run(finder, finder.command(canary), overlay))
                    .hasValueSatisfying(
                            found -> assertThat(found).contains("seed 1").contains("applied in order, each once"));
        }
    }
}

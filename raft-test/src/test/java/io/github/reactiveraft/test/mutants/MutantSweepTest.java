package io.github.reactiveraft.test.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every planted bug is found: {@code mvnw -Psweep verify}. Prints the table of {@code src/test/mutants/README.md}: who
 * finds it and after how much. What a finder printed stands in {@code target/mutants}.
 *
 * <p>{@code -Dmutants=regex} picks some of them; {@code -Dmutants.seeds} says how many seeds the simulator tries at most,
 * {@code -Dmutants.points} of how many crash points it takes one, {@code -Dmutants.lab} how many seeds the lab tries.
 */
@Tag("sweep")
class MutantSweepTest {

    private static final Path ROOM = Path.of("target", "mutants").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /** The one that knows least of what it looks for goes first. */
    private static List<Finder> finders() {
        return List.of(
                new ChaosFinder(
                        Integer.getInteger("mutants.seeds", 400), Integer.getInteger("mutants.points", 5), PATIENCE),
                new LabFinder(Long.getLong("mutants.lab", 5), PATIENCE),
                new TestFinder(PATIENCE));
    }

    private static List<Mutant> mutants() {
        Pattern chosen = Pattern.compile(System.getProperty("mutants", ".*"));
        return Mutant.all().stream()
                .filter(mutant -> chosen.matcher(mutant.name()).find())
                .toList();
    }

    /** Otherwise whatever they say of a mutant would mean nothing. */
    @Test
    void withoutAMutantNothingIsFound() {
        List<String> classes = mutants().stream()
                .flatMap(mutant -> mutant.killedBy().stream())
                .distinct()
                .toList();
        Overlay nothing = Overlay.empty("nothing", ROOM);

        for (Finder finder : finders()) {
            List<String> command = finder instanceof TestFinder
                    ? TestFinder.command(classes)
                    : finder.command(mutants().get(0));
            assertThat(command.isEmpty() ? Optional.empty() : ChildJvm.run(finder, command, nothing))
                    .as(finder.name())
                    .isEmpty();
        }
    }

    @Test
    void everyMutantIsFound() {
        List<String> missed = new ArrayList<>();
        try (PlainCompiler compiler = new PlainCompiler()) {
            for (Mutant mutant : mutants()) {
                missed.addAll(missedIn(mutant, Overlay.of(mutant, compiler, ROOM)));
            }
        }

        assertThat(missed).isEmpty();
    }

    /** Somebody must find it, and the tests that it names must, or the name is wrong. */
    private static List<String> missedIn(Mutant mutant, Overlay overlay) {
        List<String> missed = new ArrayList<>();
        List<String> row = new ArrayList<>(List.of(mutant.name(), mutant.broken()));
        boolean isFound = false;
        for (Finder finder : finders()) {
            List<String> command = finder.command(mutant);
            Optional<String> found = command.isEmpty() ? Optional.empty() : ChildJvm.run(finder, command, overlay);
            row.add(found.orElse("-"));
            isFound |= found.isPresent();
            if (finder instanceof TestFinder && !command.isEmpty() && found.isEmpty()) {
                missed.add(mutant.name() + " is not killed by " + mutant.killedBy());
            }
        }
        System.out.println("| " + String.join(" | ", row) + " |");
        if (!isFound) {
            missed.add(mutant.name());
        }
        return missed;
    }
}

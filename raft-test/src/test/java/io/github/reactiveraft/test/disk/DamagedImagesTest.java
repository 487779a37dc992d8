package io.github.reactiveraft.test.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.fuzz.Meter;
import io.github.reactiveraft.api.fuzz.Trials;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Directories of nodes, closed, killed and cut off, damaged in a random way and opened: all of it is there, or is made up
 * for, or the start is refused. What is missing all the same, and why nobody could know, is counted by its name.
 */
@ExtendWith(Quiet.class)
class DamagedImagesTest {

    /** How many images there are of one directory. */
    private static final int EACH = 8;

    /** What opening takes in any case, with two snapshots read and the disk behind it being copied. */
    private static final int FIXED_BYTES = 16 * 1024 * 1024;

    private static final int BYTES_EACH = 64;

    private final Map<ImageOutcome, Integer> tally = new EnumMap<>(ImageOutcome.class);
    private long number = -1;
    private StoredImage image = StoredImage.of(0);

    @Test
    void nothingIsLostInSilence() {
        Meter meter = new Meter();
        Trials trials = Trials.ofImages(DamagedImagesTest.class, 320);

        trials.run(seed -> {
            turnTo(seed / EACH);
            CrashDisk damaged = image.disk().copy();
            List<String> done = new ImageDamage(damaged, new SplittableRandom(seed)).inflict();
            try {
                long limit = FIXED_BYTES + BYTES_EACH * ImageFiles.of(damaged).byteCount();
                ImageJudge judge = new ImageJudge(image);
                Set<ImageOutcome> outcomes = meter.within(limit, done::toString, () -> judge.outcomes(damaged));
                Agreement.require(damaged, "as inspected");
                outcomes.forEach(outcome -> tally.merge(outcome, 1, Integer::sum));
            } catch (AssertionError e) {
                throw new AssertionError(String.join(", ", done) + ": " + e.getMessage(), e);
            }
        });

        int lossCount = tally.entrySet().stream()
                .filter(each -> each.getKey().isLoss())
                .mapToInt(Map.Entry::getValue)
                .sum();
        System.out.println("Damaged images: " + trials.count() + ", of which lost what nobody could know of: "
                + lossCount + ", lost in silence: 0; " + tally);
        if (trials.count() >= 300) {
            assertThat(tally)
                    .containsKeys(
                            ImageOutcome.INTACT,
                            ImageOutcome.OLDER_SNAPSHOT_USED,
                            ImageOutcome.COVERED_BY_SNAPSHOT,
                            ImageOutcome.IN_DOUBT,
                            ImageOutcome.REFUSED,
                            ImageOutcome.REFUSED_ON_READING);
        }
    }

    /** Makes another directory, which is found as it was left as long as nobody damages it. */
    private void turnTo(long newNumber) throws IOException {
        if (newNumber != number) {
            number = newNumber;
            image = StoredImage.of(newNumber);
            assertThat(new ImageJudge(image).outcomes(image.disk())).containsExactly(ImageOutcome.INTACT);
        }
    }
}

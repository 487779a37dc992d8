package io.github.reactiveraft.api.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The kit finds what it is there for, in decoders of a length and so many bytes behind it, and in one that is right. */
class HostileInputsTest {

    private static final List<byte[]> VALID = List.of(new byte[] {0, 0, 0, 2, 7, 8}, new byte[] {0, 0, 0, 0});

    private static HostileInputs inputs() {
        Class<HostileInputsTest> self = HostileInputsTest.class;
        return HostileInputs.of(self, VALID, IllegalArgumentException.class)
                .in(Trials.exactly(self, 5_000, Duration.ofMinutes(1)));
    }

    private static int length(byte[] input) {
        if (input.length < 4) {
            throw new IllegalArgumentException("too short");
        }
        int length = ByteBuffer.wrap(input).getInt();
        if (length < 0) {
            throw new IllegalArgumentException("negative");
        }
        return length;
    }

    @Test
    void decoderThatChecksWhatItReadsPasses() {
        Tally tally = inputs().feed(input -> {
            if (length(input) != input.length - 4) {
                throw new IllegalArgumentException("another length");
            }
        });

        tally.requireReached(3);
    }

    @Test
    void decoderThatReadsBehindItsInputIsFound() {
        assertThatThrownBy(() -> inputs().feed(input -> {
                    if (input[3 + length(input)] == 77) {
                        throw new IllegalArgumentException("unlucky");
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseInstanceOf(ArrayIndexOutOfBoundsException.class)
                .hasMessageContaining("-Dtest=HostileInputsTest -Dfuzz.from=");
    }

    @Test
    void decoderThatBelievesALengthIsFound() {
        assertThatThrownBy(() -> inputs().feed(input -> {
                    byte[] content = new byte[Math.min(length(input), 1_000_000)];
                    if (content.length != input.length - 4) {
                        throw new IllegalArgumentException("another length");
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes of memory taken for");
    }

    @Test
    void decoderThatNeverEndsIsFound() {
        AtomicBoolean found = new AtomicBoolean();
        HostileInputs inputs = inputs().in(Trials.exactly(HostileInputsTest.class, 5_000, Duration.ofSeconds(1)));

        assertThatThrownBy(() -> inputs.feed(input -> {
                    for (int left = length(input); left != 0 && !found.get(); left -= 2) {
                        Thread.onSpinWait();
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("No end of seed");
        found.set(true);
    }

    @Test
    void decoderThatRefusesWhatIsValidIsFound() {
        assertThatThrownBy(() -> inputs().feed(input -> {
                    throw new IllegalArgumentException("whatever it is");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("What is valid is refused: 000000020708");
    }

    @Test
    void runThatReachesNothingIsFound() {
        HostileInputs unsealed = inputs().sealedBy((input, random) -> new byte[0]);

        assertThatThrownBy(() -> unsealed.feed(HostileInputsTest::length).requireReached(3))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("3 reasons were to be reached");
    }

    @Test
    void sameSeedMakesTheSameInput() {
        List<String> once = fed();

        assertThat(fed()).isEqualTo(once);
        assertThat(new TreeSet<>(once)).hasSizeGreaterThan(1_000);
    }

    private static List<String> fed() {
        List<String> inputs = new ArrayList<>();
        inputs().within(1_000_000, 16).feed(input -> inputs.add(HexFormat.of().formatHex(input)));
        return inputs.subList(VALID.size(), inputs.size());
    }

    @Test
    void whatIsValidIsNeverChangedItself() {
        byte[] valid = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        byte[] other = {11, 12, 13};

        for (int seed = 0; seed < 10_000; seed++) {
            new Mutator(new SplittableRandom(seed)).mutated(valid, other);
        }

        assertThat(valid).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(other).containsExactly(11, 12, 13);
    }
}

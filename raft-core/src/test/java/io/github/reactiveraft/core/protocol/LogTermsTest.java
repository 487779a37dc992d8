package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.entries;
import static io.github.reactiveraft.core.protocol.Fixture.id;
import static io.github.reactiveraft.core.protocol.Fixture.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.TermRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTermsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void doesWhatAListOfTermsWouldDo(long seed) {
        Random random = new Random(seed);
        List<Long> naive = new ArrayList<>();
        LogTerms log = LogTerms.EMPTY;
        long term = 1;

        for (int i = 0; i < 400; i++) {
            if (random.nextInt(3) == 0 && !naive.isEmpty()) {
                int from = 1 + random.nextInt(naive.size() + 1);
                log = log.truncateFrom(from);
                naive.subList(Math.min(from - 1, naive.size()), naive.size()).clear();
                term += random.nextInt(2);
            } else {
                long[] terms = new long[random.nextInt(6)];
                for (int k = 0; k < terms.length; k++) {
                    term += random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0;
                    terms[k] = term;
                }
                log = log.append(entries(naive.size() + 1, terms));
                for (long each : terms) {
                    naive.add(each);
                }
            }

            assertSame(log, naive, term);
        }
    }

    private static void assertSame(LogTerms log, List<Long> naive, long highestTerm) {
        assertThat(log).isEqualTo(log(naive.stream().mapToLong(Long::longValue).toArray()));
        assertThat(log.lastIndex()).isEqualTo(naive.size());
        for (int index = 1; index <= naive.size(); index++) {
            assertThat(log.termAt(index)).isEqualTo(naive.get(index - 1));
            assertThat(log.idAt(index)).isEqualTo(id(naive.get(index - 1), index));
            assertThat(log.firstIndexOfTermAt(index)).isEqualTo(naive.indexOf(naive.get(index - 1)) + 1);
        }
        for (long term = 0; term <= highestTerm + 1; term++) {
            long bound = term;
            assertThat(log.lastIndexUpToTerm(term))
                    .isEqualTo(naive.stream().filter(t -> t <= bound).count());
        }
    }

    @Test
    void outsideTheLogThereIsNoTerm() {
        LogTerms log = log(2, 2);

        assertThat(log.termAt(0)).isZero();
        assertThat(log.termAt(-1)).isZero();
        assertThat(log.termAt(3)).isZero();
        assertThat(log.idAt(0)).isEqualTo(EntryId.NONE);
        assertThat(LogTerms.EMPTY.lastEntry()).isEqualTo(EntryId.NONE);
        assertThatIllegalArgumentException().isThrownBy(() -> log.idAt(3));
        assertThatIllegalArgumentException().isThrownBy(() -> log.idAt(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> log.firstIndexOfTermAt(0));
        assertThatIllegalArgumentException().isThrownBy(() -> log.firstIndexOfTermAt(3));
    }

    @Test
    void runsThatAreNoLogAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LogTerms(List.of(), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new LogTerms(List.of(new TermRun(1, 1)), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new LogTerms(List.of(new TermRun(2, 1)), 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new LogTerms(List.of(new TermRun(1, 0)), 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogTerms(List.of(new TermRun(1, 2), new TermRun(2, 1)), 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogTerms(List.of(new TermRun(1, 1), new TermRun(1, 2)), 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogTerms(List.of(new TermRun(1, 1), new TermRun(4, 2)), 3));
    }

    @Test
    void gapOrFallingTermIsABug() {
        LogTerms log = log(2, 2);

        assertThatThrownBy(() -> log.append(entries(4, 2))).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> log.append(entries(2, 2))).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> log.append(entries(3, 1))).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> log.truncateFrom(0)).isInstanceOf(InvariantViolation.class);
    }
}

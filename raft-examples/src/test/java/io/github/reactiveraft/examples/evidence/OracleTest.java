package io.github.reactiveraft.examples.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.examples.evidence.Fate.Acknowledged;
import io.github.reactiveraft.examples.evidence.Fate.NotDone;
import io.github.reactiveraft.examples.evidence.Fate.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OracleTest {

    private final Oracle oracle = new Oracle();

    @Test
    void whatIsAcknowledgedIsThereAndWhatIsUnknownMayBe() {
        long acknowledged = sent(new Acknowledged(1, 7));
        long unknownAndDone = sent(new Unknown("late"));
        sent(new Unknown("late"));
        sent(new NotDone("refused"));
        long open = oracle.nextId();

        check(new Entry(acknowledged, 1, 7), new Entry(unknownAndDone, 1, 8), new Entry(open, 1, 9));

        assertThat(oracle.violations()).isEmpty();
        assertThat(oracle.acknowledgedCount()).isEqualTo(1);
        assertThat(oracle.unknownCount()).isEqualTo(2);
        assertThat(oracle.notDoneCount()).isEqualTo(1);
    }

    @Test
    void missingOneIsLost() {
        long first = sent(new Acknowledged(1, 7));
        sent(new Acknowledged(1, 8));

        check(new Entry(first, 1, 7));

        assertThat(oracle.violations()).singleElement().asString().startsWith("lost: 2, acknowledged at 8");
    }

    @Test
    void oneThatIsAcknowledgedDuringTheReadingMayBeMissing() {
        long late = oracle.nextId();
        var before = oracle.acknowledged();
        oracle.ended(late, new Acknowledged(1, 7));

        oracle.check("now", before, List.of());

        assertThat(oracle.violations()).isEmpty();
    }

    @Test
    void oneThatWasAppliedTwiceIsDuplicatedWhateverItsEnd() {
        long acknowledged = sent(new Acknowledged(1, 7));
        long unknown = sent(new Unknown("late"));
        sent(new Acknowledged(2, 9));

        check(new Entry(acknowledged, 2, 7), new Entry(unknown, 2, 8), new Entry(3, 1, 9));

        assertThat(oracle.violations()).hasSize(3).allMatch(violation -> violation.startsWith("duplicated"));
    }

    @Test
    void oneThatStandsElsewhereMoved() {
        long id = sent(new Acknowledged(1, 7));

        check(new Entry(id, 1, 8));

        assertThat(oracle.violations()).singleElement().asString().startsWith("moved");
    }

    @Test
    void oneThatWasRefusedOrNeverSentMustNotBeThere() {
        long refused = sent(new NotDone("refused"));

        check(new Entry(refused, 1, 7), new Entry(99, 1, 8));

        assertThat(oracle.violations()).hasSize(2);
        assertThat(oracle.violations().get(0)).startsWith("done all the same");
        assertThat(oracle.violations().get(1)).startsWith("invented");
    }

    @Test
    void ofManyTheFirstAreTold() {
        IntStream.range(0, 1000).forEach(i -> sent(new Acknowledged(1, i + 1)));

        check();

        assertThat(oracle.violations()).hasSize(21).last().isEqualTo("… 1000 in all");
    }

    @Test
    void latenciesCountOverloadsApart() {
        Latencies latencies = new Latencies();
        LongStream.rangeClosed(1, 100)
                .forEach(millis -> latencies.add(new Acknowledged(1, millis), Duration.ofMillis(millis)));
        latencies.add(new NotDone("Overloaded: later"), Duration.ofSeconds(9));
        latencies.add(new NotDone("NotLeader: n2"), Duration.ofSeconds(9));
        latencies.add(new Unknown("late"), Duration.ofSeconds(9));

        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(100, 1, 2, 50, 99, 100));
    }

    private long sent(Fate fate) {
        long id = oracle.nextId();
        oracle.ended(id, fate);
        return id;
    }

    private void check(Entry... read) {
        oracle.check("now", oracle.acknowledged(), List.of(read));
    }
}

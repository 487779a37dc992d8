package io.github.reactiveraft.test.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The contract holds for a good machine, and every rule of it was seen to catch a bad one. */
class StateMachineContractTest {

    /** As a user does it; JUnit runs it. */
    @Nested
    class GoodMachine implements StateMachineContract<String, String, String> {
        private final CheckedWords contract = Words.GOOD.contract();

        @Override
        public StateMachine<String, String, String> machine() {
            return contract.machine();
        }

        @Override
        public Stream<String> commands(RandomGenerator random) {
            return contract.commands(random);
        }

        @Override
        public List<String> queries() {
            return contract.queries();
        }
    }

    @Test
    void chanceOfItsOwnIsFound() {
        AtomicInteger shared = new AtomicInteger();

        CheckedWords contract = Words.GOOD
                .answering((text, context) -> text.toString() + shared.incrementAndGet())
                .contract();

        assertThatThrownBy(contract::replicasThatApplyTheSamePutOutTheSame)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("what two replicas put out");
    }

    @Test
    @ResourceLock(Resources.LOCALE)
    @ResourceLock(Resources.TIME_ZONE)
    void languageAndTimeZoneOfTheMachineAreFoundAndPutBack() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();

        CheckedWords language = Words.GOOD
                .answering((text, context) -> text.toString().toLowerCase(Locale.getDefault()))
                .contract();
        CheckedWords place =
                Words.GOOD.viewing(text -> TimeZone.getDefault().getID()).contract();

        assertThatThrownBy(language::neitherLanguageNorTimeZoneOfAMachineMatter).hasMessageContaining("Turkish");
        assertThatThrownBy(place::neitherLanguageNorTimeZoneOfAMachineMatter).hasMessageContaining("Kiritimati");
        assertThatCode(language::replicasThatApplyTheSamePutOutTheSame).doesNotThrowAnyException();
        assertThatCode(() -> {
                    if (!Locale.getDefault().equals(locale)
                            || !TimeZone.getDefault().equals(zone)) {
                        throw new AssertionError("not put back");
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void queriesThatChangeSomethingAreFound() {
        CheckedWords contract =
                Words.GOOD.viewing(text -> text.append('?').toString()).contract();

        assertThatThrownBy(contract::queriesChangeNothing).hasMessageContaining("nobody asked");
        assertThatThrownBy(contract::askedTwiceTheMachineAnswersTheSame).hasMessageContaining("answers to 'all'");
    }

    @Test
    void nullIsFound() {
        CheckedWords result = Words.GOOD.answering((text, context) -> null).contract();
        CheckedWords answer = Words.GOOD.viewing(text -> null).contract();

        assertThatThrownBy(result::nothingIsAnsweredWithNull).hasMessageContaining("command 1 is answered with null");
        assertThatThrownBy(answer::nothingIsAnsweredWithNull).hasMessageContaining("query 'all' is answered with null");
    }

    @Test
    void codecThatLosesSomethingIsFound() {
        Supplier<Codec<String>> shortening = () ->
                Codec.of(text -> Codec.utf8().encode(text.substring(Math.min(1, text.length()))), Codec.utf8()::decode);
        Codec<String> readingBeyond = Codec.of(Codec.utf8()::encode, bytes -> Codec.utf8()
                .decode(bytes.duplicate().limit(bytes.capacity())));

        assertThatThrownBy(Words.GOOD.encoding(shortening.get()).contract()::codecsLoseNothing)
                .hasMessageContaining("encoded, decoded and encoded again");
        assertThatThrownBy(Words.GOOD.encoding(readingBeyond).contract()::codecsLoseNothing)
                .hasMessageContaining("encoded, decoded and encoded again");
    }

    @Test
    void contractWithoutCommandsIsNoTest() {
        CheckedWords empty = new CheckedWords(Words.GOOD, 0);

        assertThatThrownBy(empty::replicasThatApplyTheSamePutOutTheSame).hasMessageContaining("commands() gives none");
    }
}

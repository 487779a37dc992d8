package io.github.reactiveraft.test.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;

import io.github.reactiveraft.api.Codec;
import io.github.reactiveraft.api.StateMachine;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * What every {@link StateMachine} does, whatever it is for: it is deterministic, its queries change nothing, its codecs and
 * snapshots lose nothing, and equal states have equal digests, whichever way they came about. A test class implements this and gives {@link #machine}, {@link #commands} and {@link
 * #queries}.
 *
 * <p>Two replicas in one virtual machine share what is drawn once in its life, such as the order of {@code Set.of}; that
 * takes two processes to find out. All the more reason not to iterate over hash-ordered collections.
 *
 * @param <C> commands
 * @param <Q> queries
 * @param <R> results, answers and change events
 */
public interface StateMachineContract<C, Q, R> extends SnapshotContract<C, Q, R> {

    @Test
    default void replicasThatApplyTheSamePutOutTheSame() {
        List<C> commands = StateMachineUnderTest.commandsOf(this);

        assertIterableEquals(outputs(commands), outputs(commands), "what two replicas put out");
    }

    @Test
    @ResourceLock(Resources.LOCALE)
    @ResourceLock(Resources.TIME_ZONE)
    default void neitherLanguageNorTimeZoneOfAMachineMatter() {
        List<C> commands = StateMachineUnderTest.commandsOf(this);
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            List<String> here = outputs(commands, Locale.ROOT, "UTC");
            // No dot on a lower-case i; other digits, another calendar; a zone that is nearly a day and a half away.
            List<String> turkey = outputs(commands, Locale.forLanguageTag("tr-TR"), "Pacific/Kiritimati");
            List<String> thailand =
                    outputs(commands, Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai"), "Asia/Kathmandu");

            assertIterableEquals(here, turkey, "what a replica puts out in Turkish, in the zone of Kiritimati");
            assertIterableEquals(here, thailand, "what a replica puts out in Thai, in the zone of Kathmandu");
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    default void queriesChangeNothing() {
        List<C> commands = StateMachineUnderTest.commandsOf(this);
        ReplicaRun<C, Q, R> silent = new ReplicaRun<>(machine());
        ReplicaRun<C, Q, R> asked = new ReplicaRun<>(machine());

        for (C command : commands) {
            silent.apply(command);
            queries().forEach(asked::answer);
            asked.apply(command);
        }
        silent.ask(queries());
        asked.ask(queries());

        assertIterableEquals(
                silent.lines(), asked.lines(), "what a replica puts out that nobody asked, and one that was asked");
    }

    @Test
    default void askedTwiceTheMachineAnswersTheSame() {
        ReplicaRun<C, Q, R> replica = new ReplicaRun<>(machine());

        for (C command : StateMachineUnderTest.commandsOf(this)) {
            replica.apply(command);
            for (Q query : queries()) {
                assertEquals(replica.answer(query), replica.answer(query), () -> "answers to '" + query + "'");
            }
        }
    }

    @Test
    default void nothingIsAnsweredWithNull() {
        outputs(StateMachineUnderTest.commandsOf(this));
    }

    @Test
    default void codecsLoseNothing() {
        StateMachine<C, Q, R> machine = machine();
        ReplicaRun<C, Q, R> replica = new ReplicaRun<>(machine);
        for (C command : StateMachineUnderTest.commandsOf(this)) {
            assertLossless(machine.commandCodec(), ReplicaRun.encode(machine.commandCodec(), command));
            replica.apply(command);
            replica.ask(queries());
        }

        queries()
                .forEach(query -> assertLossless(machine.queryCodec(), ReplicaRun.encode(machine.queryCodec(), query)));
        replica.outputs().forEach(output -> assertLossless(machine.resultCodec(), output));
    }

    private static <T> void assertLossless(Codec<T> codec, byte[] encoded) {
        T decoded = ReplicaRun.decode(codec, encoded);
        assertArrayEquals(
                encoded,
                ReplicaRun.encode(codec, decoded),
                () -> "'" + decoded + "' encoded, decoded and encoded again");
    }

    private List<String> outputs(List<C> commands, Locale locale, String zone) {
        Locale.setDefault(locale);
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        return outputs(commands);
    }

    private List<String> outputs(List<C> commands) {
        ReplicaRun<C, Q, R> replica = new ReplicaRun<>(machine());
        for (C command : commands) {
            replica.apply(command);
            replica.ask(queries());
        }
        return replica.lines();
    }
}

package io.github.reactiveraft.test.sim.check;

import static io.github.reactiveraft.test.sim.check.Logs.N1;
import static io.github.reactiveraft.test.sim.check.Logs.N2;
import static io.github.reactiveraft.test.sim.check.Logs.N3;
import static io.github.reactiveraft.test.sim.check.Logs.entries;
import static io.github.reactiveraft.test.sim.check.Logs.state;
import static io.github.reactiveraft.test.sim.check.Logs.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.api.spi.LogWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A disk may come back with any beginning of what was on its way to it, and with nothing else. */
class PendingDiskTest {

    private static final Membership VOTERS = new Membership(new TreeSet<>(List.of(N1, N2, N3)));
    private static final HardState OLD = state(1, N1);
    private static final HardState NEW = state(2, N2);

    /** Removes the third entry and all behind it, and adds two of term 2. */
    private static final LogWrite UNDER_WAY = write(NEW, 3, entries(3, 2, 2));

    /** A disk with four entries of term 1, to which something is on its way. */
    private static PendingDisk disk(LogWrite... underWay) {
        PendingDisk disk = new PendingDisk(new PrefixLog());
        disk.begin(List.of(write(OLD, 0, entries(1, 1, 1, 1, 1))));
        disk.end();
        disk.begin(List.of(underWay));
        return disk;
    }

    private static Recovered found(HardState state, long... terms) {
        List<TermRun> runs = new ArrayList<>();
        for (int index = 1; index <= terms.length; index++) {
            if (index == 1 || terms[index - 1] != terms[index - 2]) {
                runs.add(new TermRun(index, terms[index - 1]));
            }
        }
        return new Recovered(Incarnation.of(1), state, runs, terms.length, 0, VOTERS);
    }

    private static void assertAccepted(Recovered found, LogWrite... underWay) {
        PendingDisk disk = disk(underWay);
        disk.onRecovered(N1, found, EntryBatch.empty());
        assertThat(disk.image().equalTo(found)).isTrue();
    }

    private static void assertViolates(Recovered found, LogWrite... underWay) {
        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> disk(underWay).onRecovered(N1, found, EntryBatch.empty()))
                .withMessageStartingWith("A disk gives back");
    }

    @Test
    void everyBeginningOfAWriteIsAccepted() {
        assertAccepted(found(OLD, 1, 1, 1, 1), UNDER_WAY);
        assertAccepted(found(NEW, 1, 1, 1, 1), UNDER_WAY);
        assertAccepted(found(NEW, 1, 1), UNDER_WAY);
        assertAccepted(found(NEW, 1, 1, 2), UNDER_WAY);
        assertAccepted(found(NEW, 1, 1, 2, 2), UNDER_WAY);
    }

    @Test
    void entriesWithoutTheStateInFrontOfThemAreSeen() {
        assertViolates(found(OLD, 1, 1), UNDER_WAY);
        assertViolates(found(OLD, 1, 1, 2), UNDER_WAY);
        assertViolates(found(OLD, 1, 1, 2, 2), UNDER_WAY);
    }

    @Test
    void whatWasNotToBeRemovedMustBeThere() {
        assertViolates(found(NEW, 1), UNDER_WAY);
        assertViolates(found(NEW, 1, 1, 1), UNDER_WAY);
        assertViolates(found(NEW), UNDER_WAY);
    }

    @Test
    void whatNobodyWroteIsSeen() {
        assertViolates(found(state(3, null), 1, 1, 1, 1), UNDER_WAY);
        assertViolates(found(NEW, 1, 1, 3), UNDER_WAY);
        assertViolates(found(NEW, 1, 1, 2, 2, 2), UNDER_WAY);
        assertViolates(found(state(2, N3), 1, 1, 2, 2), UNDER_WAY);
    }

    @Test
    void whatIsDurableMustBeThere() {
        assertAccepted(found(OLD, 1, 1, 1, 1));
        assertViolates(found(OLD, 1, 1, 1));
        assertViolates(found(state(1, null), 1, 1, 1, 1));
    }

    @Test
    void ofSeveralWritesALaterOneIsThereOnlyBehindAllOfTheEarlier() {
        LogWrite first = write(null, 0, entries(5, 1));
        LogWrite second = write(NEW, 0, entries(6, 2));

        assertAccepted(found(OLD, 1, 1, 1, 1, 1), first, second);
        assertAccepted(found(NEW, 1, 1, 1, 1, 1), first, second);
        assertAccepted(found(NEW, 1, 1, 1, 1, 1, 2), first, second);
        assertViolates(found(NEW, 1, 1, 1, 1), first, second);
        assertViolates(found(OLD, 1, 1, 1, 1, 1, 2), first, second);
    }

    @Test
    void whatWasFoundOnceMustBeFoundAgain() {
        PendingDisk disk = disk(UNDER_WAY);
        disk.onRecovered(N1, found(NEW, 1, 1, 2), EntryBatch.empty());

        assertThatCode(() -> disk.onRecovered(N1, found(NEW, 1, 1, 2), EntryBatch.empty()))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> disk.onRecovered(N1, found(NEW, 1, 1, 2, 2), EntryBatch.empty()));
    }

    @Test
    void writeCountsOnceItHasComeToItsEnd() {
        PendingDisk disk = disk(UNDER_WAY);
        assertThat(disk.image().log().lastIndex()).isEqualTo(4);
        assertThat(disk.image().hardState()).isEqualTo(OLD);

        assertThat(disk.end()).as("something was removed").isTrue();

        assertThat(disk.image().equalTo(found(NEW, 1, 1, 2, 2))).isTrue();
        assertThat(disk.image().voteIn(1)).isEqualTo(N1);
        assertThat(disk.image().voteIn(2)).isEqualTo(N2);
        disk.begin(List.of(write(null, 0, EntryBatch.empty())));
        assertThat(disk.end()).isFalse();
        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> disk.onRecovered(N1, found(NEW, 1, 1, 2), EntryBatch.empty()));
    }
}

package io.github.reactiveraft.test.sim.check;

import static io.github.reactiveraft.test.sim.check.Logs.N1;
import static io.github.reactiveraft.test.sim.check.Logs.N2;
import static io.github.reactiveraft.test.sim.check.Logs.disk;
import static io.github.reactiveraft.test.sim.check.Logs.entries;
import static io.github.reactiveraft.test.sim.check.Logs.log;
import static io.github.reactiveraft.test.sim.check.Logs.state;
import static io.github.reactiveraft.test.sim.check.Logs.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.Proposal;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.TermRun;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LogChecksTest {

    private final LogMatching logMatching = new LogMatching();
    private final AckDurability ackDurability = new AckDurability();

    @Test
    void prefixIsEqualOnlyIfEveryEntryBeforeIs() {
        PrefixLog log = log(1, 1, 2);

        assertThat(log.has(log(1, 1, 2).last())).isTrue();
        assertThat(log.has(log(1, 1).last())).isTrue();
        assertThat(log.has(log(1, 2, 2).last())).isFalse();
        assertThat(log.has(log(1, 1, 2, 2).last())).isFalse();
    }

    @Test
    void prefixTellsPayloadsTypesAndTimesApart() {
        List<EntryBatch> different = List.of(
                EntryBatch.encode(1, 1, 0, List.of(Logs.command("a"))),
                EntryBatch.encode(1, 1, 0, List.of(Logs.command("b"))),
                EntryBatch.encode(1, 1, 1, List.of(Logs.command("a"))),
                EntryBatch.encode(1, 1, 0, List.of(Proposal.noop())),
                EntryBatch.encode(1, 1, 0, List.of(Logs.command(""))));

        assertThat(different.stream().map(LogChecksTest::prefix).distinct()).hasSize(different.size());
    }

    private static long prefix(EntryBatch entries) {
        PrefixLog log = new PrefixLog();
        log.append(entries);
        return log.last().prefix();
    }

    @Test
    void onlyCommandsCountForTheApplicationIndex() {
        PrefixLog log = log(1, 1);
        log.append(EntryBatch.encode(3, 2, 0, List.of(Proposal.noop(), Logs.command("third"))));

        assertThat(log.at(3).commandCount()).isEqualTo(2);
        assertThat(log.at(4).commandCount()).isEqualTo(3);
    }

    @Test
    void gapInALogIsSeen() {
        PrefixLog log = log(1, 1);

        assertThatExceptionOfType(Violation.class).isThrownBy(() -> log.append(entries(4, 1)));
    }

    @Test
    void equalEntriesBehindDifferentOnesAreSeen() {
        log(1, 1, 3);
        logMatching.onEntry(N1, log(1, 1, 3).at(3));
        logMatching.onEntry(N2, log(1, 1, 3).at(3));

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> logMatching.onEntry(N2, log(1, 2, 3).at(3)))
                .withMessageContainingAll("Log matching", "n2", "3/3");
    }

    @Test
    void coreThatForgetsWhatItWroteIsSeen() {
        logMatching.onView(N1, new EntryId(2, 2), log(1, 2));

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> logMatching.onView(N1, new EntryId(1, 2), log(1, 2)));
    }

    @Test
    void leaderThatTruncatesIsSeen() {
        LeaderAppendOnly leaderAppendOnly = new LeaderAppendOnly();
        leaderAppendOnly.onWrite(N1, 2, 0);

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> leaderAppendOnly.onWrite(N1, 2, 7))
                .withMessageContaining("Leader append-only");
    }

    @Test
    void pointersOutOfOrderAreSeen() {
        PointerOrder pointerOrder = new PointerOrder();
        DiskImage disk = disk(1, null, 1, 1);
        PrefixLog memory = log(1, 1, 1);
        pointerOrder.onView(N1, 1, 2, memory, disk);

        assertThatExceptionOfType(Violation.class).isThrownBy(() -> pointerOrder.onView(N1, 2, 1, memory, disk));
        assertThatExceptionOfType(Violation.class).isThrownBy(() -> pointerOrder.onView(N1, 2, 4, memory, disk));
        assertThatExceptionOfType(Violation.class).isThrownBy(() -> pointerOrder.onView(N1, 2, 3, memory, disk));
    }

    @Test
    void rewrittenIndexIsNotDurableBeforeTheRewriteIs() {
        DiskImage disk = disk(2, null, 1, 1);

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> new PointerOrder().onView(N1, 0, 2, log(1, 2), disk))
                .withMessageContaining("Durable is what the disk holds");
    }

    @Test
    void ackOfWhatTheDiskDoesNotHoldIsSeen() {
        AppendEntries request = new AppendEntries(1, N2, new EntryId(1, 1), 0, entries(2, 1, 1));

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> ackDurability.onAppended(N1, request, new Appended(1, 3), disk(1, null, 1, 1)))
                .withMessageContaining("An ack means durable");
        assertThatCode(() -> ackDurability.onAppended(N1, request, new Appended(1, 2), disk(1, null, 1, 1)))
                .doesNotThrowAnyException();
    }

    @Test
    void ackOfAnEntryThatTheDiskHoldsInAnotherTermIsSeen() {
        AppendEntries append = new AppendEntries(2, N2, new EntryId(1, 1), 0, entries(2, 2));
        AppendEntries heartbeat = new AppendEntries(2, N2, new EntryId(2, 2), 0, EntryBatch.empty());

        for (AppendEntries request : List.of(append, heartbeat)) {
            assertThatExceptionOfType(Violation.class)
                    .isThrownBy(() -> ackDurability.onAppended(N1, request, new Appended(2, 2), disk(2, null, 1, 1)))
                    .withMessageContaining("of term 2");
        }
    }

    @Test
    void ackOfMoreThanTheRequestSpokeOfIsSeen() {
        AppendEntries heartbeat = new AppendEntries(1, N2, new EntryId(1, 1), 0, EntryBatch.empty());

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> ackDurability.onAppended(N1, heartbeat, new Appended(1, 2), disk(1, null, 1, 1)))
                .withMessageContaining("An ack means verified");
    }

    @Test
    void diskThatGivesBackSomethingElseIsSeen() {
        DiskImage disk = disk(2, N2, 1, 1, 2);
        List<TermRun> runs = List.of(new TermRun(1, 1), new TermRun(3, 2));
        Membership members = new Membership(new TreeSet<>(List.of(N1)));
        disk.onRecovered(N1, new Recovered(Incarnation.of(7), state(2, N2), runs, 3, 0, members));

        List<Recovered> wrong = List.of(
                new Recovered(Incarnation.of(7), state(2, null), runs, 3, 0, members),
                new Recovered(Incarnation.of(7), state(1, null), runs, 3, 0, members),
                new Recovered(Incarnation.of(7), state(2, N2), runs, 4, 0, members),
                new Recovered(
                        Incarnation.of(7), state(2, N2), List.of(new TermRun(1, 1), new TermRun(2, 2)), 3, 0, members));

        for (Recovered recovered : wrong) {
            assertThatExceptionOfType(Violation.class).isThrownBy(() -> disk.onRecovered(N1, recovered));
        }
    }

    @Test
    void diskImageTruncatesBeforeItAppends() {
        DiskImage disk = disk(1, null, 1, 1, 1);

        disk.onWrite(write(null, 2, entries(2, 3)));

        assertThat(disk.log().last()).isEqualTo(log(1, 3).last());
        assertThat(disk.hardState().term()).isEqualTo(1);
    }
}

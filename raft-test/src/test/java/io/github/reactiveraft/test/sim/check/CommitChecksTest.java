package io.github.reactiveraft.test.sim.check;

import static io.github.reactiveraft.test.sim.check.Logs.N1;
import static io.github.reactiveraft.test.sim.check.Logs.N2;
import static io.github.reactiveraft.test.sim.check.Logs.N3;
import static io.github.reactiveraft.test.sim.check.Logs.disk;
import static io.github.reactiveraft.test.sim.check.Logs.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.Proposal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CommitChecksTest {

    private static final Membership VOTERS = new Membership(new TreeSet<>(List.of(N1, N2, N3)));

    private final CommittedLog committedLog = new CommittedLog();
    private final CommitMonotone commitMonotone = new CommitMonotone();
    private final ApplyOrder applyOrder = new ApplyOrder(committedLog.log());

    private static CommitQuorum quorumOf(DiskImage one, DiskImage two, DiskImage three) {
        SortedMap<NodeId, DiskImage> disks = new TreeMap<>();
        disks.put(N1, one);
        disks.put(N2, two);
        disks.put(N3, three);
        return new CommitQuorum(disks);
    }

    @Test
    void commitThatAMinorityHoldsIsSeen() {
        CommitQuorum quorum = quorumOf(disk(1, null, 1, 1), disk(1, null, 1), disk(1, null, 1));

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> quorum.onCommit(N1, 1, log(1, 1), 2, VOTERS))
                .withMessageContainingAll("durable on a majority", "1 of 3");
        assertThatCode(() -> quorum.onCommit(N1, 1, log(1, 1), 1, VOTERS)).doesNotThrowAnyException();
    }

    @Test
    void copyOfAnotherTermDoesNotCount() {
        CommitQuorum quorum = quorumOf(disk(2, null, 1, 2), disk(2, null, 1, 1), disk(2, null, 1, 1));

        assertThatExceptionOfType(Violation.class).isThrownBy(() -> quorum.onCommit(N1, 2, log(1, 2), 2, VOTERS));
    }

    @Test
    void commitOfAnEarlierTermAloneIsSeen() {
        CommitQuorum quorum = quorumOf(disk(4, null, 1, 2, 4), disk(4, null, 1, 2), disk(4, null, 1));

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> quorum.onCommit(N1, 4, log(1, 2, 4), 2, VOTERS))
                .withMessageContaining("own term only");
    }

    @Test
    void earlierTermsAreCommittedByAnEntryBehindThem() {
        CommitQuorum quorum = quorumOf(disk(4, null, 1, 2), disk(4, null, 1, 2, 4), disk(4, null, 1, 2, 4));

        assertThatCode(() -> quorum.onCommit(N1, 4, log(1, 2, 4), 2, VOTERS)).doesNotThrowAnyException();
    }

    @Test
    void leaderWithoutTheCommittedLogIsSeen() {
        committedLog.onLeaderCommit(N1, log(1, 1), 2);
        committedLog.onLeader(N2, log(1, 1, 2));

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> committedLog.onLeader(N3, log(1, 2, 2)))
                .withMessageContaining("Leader completeness");
        assertThatExceptionOfType(Violation.class).isThrownBy(() -> committedLog.onLeader(N3, log(1)));
    }

    @Test
    void leaderThatCommitsAnotherLogIsSeen() {
        committedLog.onLeaderCommit(N1, log(1, 1), 2);

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> committedLog.onLeaderCommit(N2, log(1, 2, 2), 3))
                .withMessageContaining("State-machine safety");
        assertThat(committedLog.log().lastIndex()).isEqualTo(2);
    }

    @Test
    void followerThatKnowsMoreThanAnyLeaderIsSeen() {
        committedLog.onLeaderCommit(N1, log(1, 1), 1);
        committedLog.onFollowerCommit(N2, log(1, 1), 1);

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> committedLog.onFollowerCommit(N2, log(1, 1), 2))
                .withMessageContaining("Only leaders commit");
    }

    @Test
    void followerThatCommitsAnotherLogIsSeen() {
        committedLog.onLeaderCommit(N1, log(1, 1, 1), 3);

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> committedLog.onFollowerCommit(N2, log(1, 2), 2))
                .withMessageContaining("another log than the committed one");
    }

    @Test
    void committedEntryThatAMajorityLacksIsSeen() {
        committedLog.onLeaderCommit(N1, log(1, 1), 2);
        committedLog.onDisks(List.of(disk(1, null, 1, 1), disk(1, null, 1, 1), disk(1, null)), 3);

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(
                        () -> committedLog.onDisks(List.of(disk(2, null, 1, 1), disk(2, null, 1, 2), disk(2, null)), 3))
                .withMessageContainingAll("never lost", "2 of 3");
    }

    @Test
    void fallingCommitIndexIsSeenWithinOneLife() {
        commitMonotone.onCommit(N1, 5);
        commitMonotone.onStart(N1);
        commitMonotone.onCommit(N1, 3);

        assertThatExceptionOfType(Violation.class)
                .isThrownBy(() -> commitMonotone.onCommit(N1, 2))
                .withMessageContaining("from 3 back to 2");
    }

    @Test
    void replicasThatApplyAnythingButTheCommittedCommandsInOrderAreSeen() {
        PrefixLog log = log(1);
        log.append(EntryBatch.encode(2, 1, 0, List.of(Proposal.noop(), Logs.command("b"), Logs.command("c"))));
        committedLog.onLeaderCommit(N1, log, 4);
        long first = log.at(1).payload();
        long second = log.at(3).payload();

        assertThatExceptionOfType(Violation.class)
                .as("skips the first")
                .isThrownBy(() -> applyOrder.onApplied(N1, new EntryId(1, 3), second))
                .withMessageContaining("in order");
        assertThat(applyOrder.onApplied(N1, new EntryId(1, 1), first)).isEqualTo(1);
        assertThatExceptionOfType(Violation.class)
                .as("applies the first again")
                .isThrownBy(() -> applyOrder.onApplied(N1, new EntryId(1, 1), first));
        assertThatExceptionOfType(Violation.class)
                .as("applies a no-op")
                .isThrownBy(() ->
                        applyOrder.onApplied(N1, new EntryId(1, 2), log.at(2).payload()));
        assertThatExceptionOfType(Violation.class)
                .as("applies another payload")
                .isThrownBy(() -> applyOrder.onApplied(N1, new EntryId(1, 3), first));
        assertThatExceptionOfType(Violation.class)
                .as("applies an entry of another term")
                .isThrownBy(() -> applyOrder.onApplied(N1, new EntryId(2, 3), second));
        assertThat(applyOrder.onApplied(N1, new EntryId(1, 3), second)).isEqualTo(2);
        assertThatExceptionOfType(Violation.class)
                .as("applies what is not committed")
                .isThrownBy(() -> applyOrder.onApplied(N1, new EntryId(1, 5), second))
                .withMessageContaining("not committed");
    }

    @Test
    void replicaAppliesEverythingAgainAfterARestart() {
        committedLog.onLeaderCommit(N1, log(1, 1), 2);
        long payload = committedLog.log().at(1).payload();
        applyOrder.onApplied(N1, new EntryId(1, 1), payload);

        applyOrder.onStart(N1);

        assertThat(applyOrder.onApplied(N1, new EntryId(1, 1), payload)).isEqualTo(1);
    }
}

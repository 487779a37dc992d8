package io.github.reactiveraft.test.sim.check;

import static io.github.reactiveraft.test.sim.check.Logs.N1;
import static io.github.reactiveraft.test.sim.check.Logs.N2;
import static io.github.reactiveraft.test.sim.check.Logs.N3;
import static io.github.reactiveraft.test.sim.check.Logs.entries;
import static io.github.reactiveraft.test.sim.check.Logs.state;
import static io.github.reactiveraft.test.sim.check.Logs.write;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.Membership;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.api.model.RaftResponse.Status;
import io.github.reactiveraft.api.model.RaftResponse.VoteReply;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.core.protocol.Effect;
import io.github.reactiveraft.core.protocol.Effect.Persist;
import io.github.reactiveraft.core.protocol.LogTerms;
import io.github.reactiveraft.core.protocol.RaftView;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** That every rule is really asked, with what happens in a cluster of three. */
class SafetyChecksTest {

    private static final Membership VOTERS = new Membership(new TreeSet<>(List.of(N1, N2, N3)));
    private static final EntryBatch FIRST = entries(1, 1);
    private static final SnapshotMeta SNAPSHOT = new SnapshotMeta(new EntryId(1, 1), 0, VOTERS);
    private static final LogTerms ONE_ENTRY = new LogTerms(List.of(new TermRun(1, 1)), 1);

    private final SafetyChecks checks = new SafetyChecks(VOTERS.voters());

    SafetyChecksTest() {
        for (NodeId node : VOTERS.voters()) {
            checks.onRecovered(node, new Recovered(Incarnation.of(1), state(0, null), List.of(), 0, 0, VOTERS));
            checks.onDurable(node, write(state(1, N1), 0, EntryBatch.empty()));
        }
    }

    private static RaftView view(NodeId node, Role role, LogTerms log, long durableIndex, long commitIndex) {
        return new RaftView(
                node,
                role,
                5,
                1,
                N1,
                VOTERS,
                log,
                durableIndex,
                commitIndex,
                Collections.emptySortedMap(),
                0,
                false,
                EntryId.NONE);
    }

    private void append(NodeId node, Role role) {
        checks.onStep(node, List.of(persist(0, FIRST)), view(node, role, ONE_ENTRY, 0, 0));
    }

    private static Effect persist(long truncateFrom, EntryBatch entries) {
        return new Persist(1, null, truncateFrom, entries, List.of());
    }

    private static void assertViolates(String rule, ThrowingCallable step) {
        assertThatExceptionOfType(Violation.class).isThrownBy(step).withMessageStartingWith(rule);
    }

    @Test
    void healthyCommitPasses() {
        assertThatCode(() -> {
                    append(N1, Role.LEADER);
                    append(N2, Role.FOLLOWER);
                    checks.onDurable(N1, write(null, 0, FIRST));
                    checks.onDurable(N2, write(null, 0, FIRST));
                    checks.onStep(N1, List.of(), view(N1, Role.LEADER, ONE_ENTRY, 1, 1));
                    checks.onStep(N2, List.of(), view(N2, Role.FOLLOWER, ONE_ENTRY, 1, 1));
                    checks.onApplied(
                            N2, new EntryId(1, 1), checks.committed().at(1).payload());
                })
                .doesNotThrowAnyException();
    }

    @Test
    void leaderThatCountsItsOwnUnsyncedEntryIsSeen() {
        append(N1, Role.LEADER);
        append(N2, Role.FOLLOWER);
        checks.onDurable(N2, write(null, 0, FIRST));

        assertViolates(
                "Durable is what the disk holds",
                () -> checks.onStep(N1, List.of(), view(N1, Role.LEADER, ONE_ENTRY, 1, 1)));
    }

    @Test
    void commitWithoutAMajorityIsSeen() {
        append(N1, Role.LEADER);
        checks.onDurable(N1, write(null, 0, FIRST));

        assertViolates(
                "Committed means durable", () -> checks.onStep(N1, List.of(), view(N1, Role.LEADER, ONE_ENTRY, 1, 1)));
    }

    @Test
    void followerThatRunsAheadOfEveryLeaderIsSeen() {
        append(N2, Role.FOLLOWER);
        checks.onDurable(N2, write(null, 0, FIRST));

        assertViolates(
                "Only leaders commit", () -> checks.onStep(N2, List.of(), view(N2, Role.FOLLOWER, ONE_ENTRY, 1, 1)));
    }

    @Test
    void leaderOfAnEarlierTermNeedNotHaveWhatALaterOneCommitted() {
        EntryBatch later = entries(1, 2);
        LogTerms laterLog = new LogTerms(List.of(new TermRun(1, 2)), 1);
        checks.onDurable(N1, write(state(2, N1), 0, later));
        checks.onDurable(N2, write(state(2, N1), 0, later));
        checks.onStep(N1, List.of(persist(0, later)), ofSecondTerm(laterLog, 0));
        checks.onStep(N1, List.of(), ofSecondTerm(laterLog, 1));

        assertThatCode(() -> append(N3, Role.LEADER)).doesNotThrowAnyException();
    }

    private static RaftView ofSecondTerm(LogTerms log, long commitIndex) {
        return new RaftView(
                N1,
                Role.LEADER,
                7,
                2,
                N1,
                VOTERS,
                log,
                1,
                commitIndex,
                Collections.emptySortedMap(),
                0,
                false,
                EntryId.NONE);
    }

    @Test
    void twoLeadersOfATermAreSeenByRoleAndByRequest() {
        append(N1, Role.LEADER);

        assertViolates("Election safety", () -> append(N2, Role.LEADER));
        assertViolates(
                "Election safety",
                () -> checks.onRequest(N3, new AppendEntries(1, N3, EntryId.NONE, 0, EntryBatch.empty())));
        assertViolates("Election safety", () -> checks.onRequest(N3, new InstallSnapshot(1, N3, SNAPSHOT, 1)));
    }

    @Test
    void leaderThatTruncatesItsOwnLogIsSeen() {
        append(N1, Role.LEADER);

        assertViolates(
                "Leader append-only",
                () -> checks.onStep(N1, List.of(persist(1, FIRST)), view(N1, Role.LEADER, ONE_ENTRY, 0, 0)));
    }

    @Test
    void logsThatDoNotMatchAreSeen() {
        append(N1, Role.LEADER);
        EntryBatch other = EntryBatch.encode(1, 1, 7, List.of(Logs.command("other")));

        assertViolates(
                "Log matching",
                () -> checks.onStep(N2, List.of(persist(0, other)), view(N2, Role.FOLLOWER, ONE_ENTRY, 0, 0)));
    }

    @Test
    void committedEntryTruncatedFromADiskIsSeen() {
        append(N1, Role.LEADER);
        checks.onDurable(N1, write(null, 0, FIRST));
        checks.onDurable(N2, write(null, 0, FIRST));
        checks.onStep(N1, List.of(), view(N1, Role.LEADER, ONE_ENTRY, 1, 1));

        assertViolates(
                "Committed entries are never lost", () -> checks.onDurable(N2, write(null, 1, EntryBatch.empty())));
    }

    @Test
    void commitIndexThatFallsIsSeenUntilTheNodeStartsAgain() {
        healthyCommitPasses();
        checks.onRecovered(
                N2, new Recovered(Incarnation.of(1), state(1, N1), List.of(new TermRun(1, 1)), 1, 0, VOTERS));
        checks.onStep(N2, List.of(), view(N2, Role.FOLLOWER, ONE_ENTRY, 1, 0));

        assertViolates(
                "commitIndex never falls", () -> checks.onStep(N1, List.of(), view(N1, Role.LEADER, ONE_ENTRY, 1, 0)));
    }

    @Test
    void viewOfATermThatIsNotDurableIsSeen() {
        RaftView ahead = new RaftView(
                N1,
                Role.FOLLOWER,
                5,
                2,
                null,
                VOTERS,
                LogTerms.EMPTY,
                0,
                0,
                Collections.emptySortedMap(),
                0,
                false,
                EntryId.NONE);

        assertViolates("A term is durable before it shows", () -> checks.onStep(N1, List.of(), ahead));
    }

    @Test
    void messagesOfATermThatIsNotDurableAreSeen() {
        PreVote ballot = new PreVote(2, N2, EntryId.NONE);
        List<RaftResponse> replies = List.of(
                new VoteReply(2, false),
                new PreVoteReply(2, false),
                new Appended(2, 0),
                new AppendRejected(2, 0, 0, 1),
                new SnapshotWanted(2),
                new Status(Role.FOLLOWER, 2, null, 0, 0, 0));

        for (RaftResponse reply : replies) {
            assertViolates("A term is durable before it shows", () -> checks.onReply(N1, ballot, reply));
        }
        assertViolates(
                "A term is durable before it shows", () -> checks.onRequest(N1, new RequestVote(2, N1, EntryId.NONE)));
        assertViolates(
                "A term is durable before it shows",
                () -> checks.onRequest(N1, new AppendEntries(2, N1, EntryId.NONE, 0, EntryBatch.empty())));
        assertViolates(
                "A term is durable before it shows",
                () -> checks.onRequest(N1, new InstallSnapshot(2, N1, SNAPSHOT, 1)));
        assertThatCode(() -> checks.onRequest(N1, ballot)).doesNotThrowAnyException();
    }

    @Test
    void voteThatIsNotDurableIsSeenInReplyAndRequest() {
        RequestVote ballot = new RequestVote(1, N3, EntryId.NONE);

        assertViolates("A vote is durable", () -> checks.onReply(N2, ballot, new VoteReply(1, true)));
        assertViolates("A vote is durable", () -> checks.onRequest(N3, ballot));
        assertThatCode(() -> checks.onReply(N2, ballot, new VoteReply(1, false)))
                .doesNotThrowAnyException();
    }

    @Test
    void ackThatIsNotDurableIsSeen() {
        AppendEntries append = new AppendEntries(1, N1, EntryId.NONE, 0, FIRST);

        assertViolates("An ack means durable", () -> checks.onReply(N2, append, new Appended(1, 1)));
    }

    @Test
    void diskThatForgetsIsSeen() {
        assertViolates(
                "A disk gives back",
                () -> checks.onRecovered(
                        N2, new Recovered(Incarnation.of(1), state(0, null), List.of(), 0, 0, VOTERS)));
    }

    @Test
    void strangerIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> checks.disk(NodeId.of("n4")));
    }
}

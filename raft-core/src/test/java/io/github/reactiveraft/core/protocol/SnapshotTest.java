package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.NOTHING;
import static io.github.reactiveraft.core.protocol.Fixture.entries;
import static io.github.reactiveraft.core.protocol.Fixture.follower;
import static io.github.reactiveraft.core.protocol.Fixture.hard;
import static io.github.reactiveraft.core.protocol.Fixture.leader;
import static io.github.reactiveraft.core.protocol.Fixture.sender;
import static io.github.reactiveraft.core.protocol.Fixture.voters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryBatch;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.InstallSnapshot;
import io.github.reactiveraft.api.model.RaftResponse;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.SnapshotWanted;
import io.github.reactiveraft.api.model.Recovered;
import io.github.reactiveraft.api.model.SnapshotAdoption;
import io.github.reactiveraft.api.model.SnapshotMeta;
import io.github.reactiveraft.api.model.TermRun;
import io.github.reactiveraft.core.protocol.Effect.Commit;
import io.github.reactiveraft.core.protocol.Effect.Fetch;
import io.github.reactiveraft.core.protocol.Effect.Persist;
import io.github.reactiveraft.core.protocol.Effect.Reply;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.Event.AppendReceived;
import io.github.reactiveraft.core.protocol.Event.InstallReceived;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import io.github.reactiveraft.core.protocol.Event.SnapshotStaged;
import io.github.reactiveraft.core.protocol.Event.SnapshotTaken;
import java.util.List;
import org.junit.jupiter.api.Test;

/** §7: snapshots in place of the log. */
class SnapshotTest {

    @Test
    void announcedSnapshotThatTheLogHasNotGotToIsFetched() {
        RaftCore core = follower(3, 2, 1, 1);

        List<Effect> effects = core.step(install(7, 2, snapshot(2, 9)));

        assertThat(effects).contains(new Fetch(sender(N2), snapshot(2, 9), 100), new Effect.RestartElectionTimer());
        assertThat(replyOf(effects)).isEqualTo(new SnapshotWanted(2));
        assertThat(core.view().leader()).isEqualTo(N2);
        assertThat(core.view().log().lastIndex()).isEqualTo(2);
    }

    @Test
    void announcedSnapshotOfALaterTermIsAnsweredOnlyWhenTheTermIsOnDisk() {
        RaftCore core = follower(3, 2, 1, 1);

        List<Effect> effects = core.step(install(7, 3, snapshot(2, 9)));

        Persist write = only(effects, Persist.class);
        assertThat(write.hardState()).isEqualTo(hard(3, null));
        assertThat(write.then()).containsExactly(new Reply(7, new SnapshotWanted(3)));
    }

    @Test
    void announcedSnapshotThatTheLogHasGotToIsNotFetchedAndWhatItStandsForIsCommitted() {
        RaftCore core = follower(3, 2, 1, 1, 2);

        List<Effect> effects = core.step(install(7, 2, snapshot(1, 2)));

        assertThat(effects)
                .doesNotHaveAnyElementsOfTypes(Fetch.class, Persist.class)
                .contains(new Commit(2));
        assertThat(replyOf(effects)).isEqualTo(new Appended(2, 2));
        assertThat(core.view().log().lastIndex()).isEqualTo(3);
    }

    @Test
    void announcementOfADeposedLeaderIsRejected() {
        RaftCore core = follower(3, 5, 1, 1);

        List<Effect> effects = core.step(install(7, 4, snapshot(2, 9)));

        assertThat(effects).doesNotHaveAnyElementsOfTypes(Fetch.class, Effect.RestartElectionTimer.class);
        assertThat(replyOf(effects)).isEqualTo(new AppendRejected(5, 2, 0, 3));
    }

    @Test
    void announcementOfASecondLeaderOfTheTermIsRefused() {
        RaftCore core = follower(3, 2, 1, 1);
        core.step(install(7, 2, snapshot(2, 9)));

        List<Effect> effects =
                core.step(new InstallReceived(8, sender(N3), new InstallSnapshot(2, N3, snapshot(2, 9), 100)));

        assertThat(replyOf(effects)).isInstanceOf(Refused.class);
    }

    @Test
    void snapshotThatContradictsWhatIsCommittedIsRefused() {
        RaftCore core = follower(3, 2, 1, 1, 1);
        core.step(new AppendReceived(1, sender(N2), new AppendEntries(2, N2, new EntryId(1, 3), 3, NOTHING)));

        List<Effect> effects = core.step(install(7, 2, snapshot(2, 3)));

        assertThat(replyOf(effects)).isInstanceOf(Refused.class);
        assertThat(core.view().log().lastEntry()).isEqualTo(new EntryId(1, 3));
    }

    @Test
    void stagedSnapshotReplacesALogThatHasNotItsLastEntry() {
        RaftCore core = follower(3, 2, 1, 1, 1);

        List<Effect> effects = core.step(new SnapshotStaged(snapshot(2, 3)));

        Persist write = only(effects, Persist.class);
        assertThat(write.adoption()).isEqualTo(new SnapshotAdoption(snapshot(2, 3), new EntryId(2, 3), true));
        assertThat(core.view().log()).isEqualTo(LogTerms.behind(new EntryId(2, 3)));
    }

    @Test
    void whatASnapshotStandsForIsCommittedOnlyWhenItIsInForceOnDisk() {
        RaftCore core = follower(3, 2, 1, 1, 1);

        List<Effect> before = core.step(new SnapshotStaged(snapshot(2, 9)));
        assertThat(core.view().commitIndex()).isZero();
        assertThat(core.view().durableIndex()).isZero();
        List<Effect> after = core.step(new Persisted(1));

        assertThat(before).doesNotHaveAnyElementsOfTypes(Commit.class);
        assertThat(after).containsExactly(new Commit(9));
        assertThat(core.view().durableIndex()).isEqualTo(9);
    }

    @Test
    void writeOfTheOldLogThatArrivesLateMakesNothingOfTheNewOneDurable() {
        RaftCore core = follower(3, 2, 1, 1);
        core.step(new AppendReceived(
                1, sender(N2), new AppendEntries(2, N2, new EntryId(1, 2), 0, entries(3, 1, 1, 1, 1))));
        core.step(new SnapshotStaged(snapshot(2, 4)));

        core.step(new Persisted(1));
        assertThat(core.view().durableIndex()).isZero();
        core.step(new Persisted(2));

        assertThat(core.view().durableIndex()).isEqualTo(4);
    }

    @Test
    void stagedSnapshotIsDroppedWhenTheLogGotThereByItself() {
        RaftCore core = follower(3, 2, 1, 1);
        core.step(
                new AppendReceived(1, sender(N2), new AppendEntries(2, N2, new EntryId(1, 2), 0, entries(3, 2, 2, 2))));

        assertThat(core.step(new SnapshotStaged(snapshot(2, 4)))).isEmpty();

        assertThat(core.view().log().lastIndex()).isEqualTo(5);
    }

    @Test
    void stagedSnapshotIsDroppedByALeader() {
        RaftCore core = leader(3, 2, 1, 1);

        assertThat(core.step(new SnapshotStaged(snapshot(2, 9)))).isEmpty();

        assertThat(core.view().role()).isEqualTo(Role.LEADER);
        assertThat(core.view().log().lastIndex()).isEqualTo(3);
    }

    @Test
    void logGoesOnBehindASnapshot() {
        RaftCore core = follower(3, 2, 1, 1);
        core.step(new SnapshotStaged(snapshot(2, 9)));
        core.step(new Persisted(1));

        List<Effect> effects = core.step(
                new AppendReceived(1, sender(N2), new AppendEntries(2, N2, new EntryId(2, 9), 9, entries(10, 2, 2))));

        assertThat(only(effects, Persist.class).then()).containsExactly(new Reply(1, new Appended(2, 11)));
        assertThat(core.view().log()).isEqualTo(new LogTerms(new EntryId(2, 9), List.of(new TermRun(10, 2)), 11));
    }

    @Test
    void requestFromBeforeTheSnapshotIsTakenFromBehindItOn() {
        RaftCore core = recovered(new EntryId(2, 9), 9);

        List<Effect> effects = core.step(new AppendReceived(
                1, sender(N2), new AppendEntries(2, N2, new EntryId(1, 6), 9, entries(7, 2, 2, 2, 2, 2))));

        assertThat(only(effects, Persist.class).entries()).isEqualTo(entries(10, 2, 2));
        assertThat(only(effects, Persist.class).truncateFrom()).isZero();
        assertThat(core.view().log().lastIndex()).isEqualTo(11);
    }

    @Test
    void requestThatEndsBeforeTheSnapshotSaysNothingNew() {
        RaftCore core = recovered(new EntryId(2, 9), 9);

        List<Effect> effects = core.step(
                new AppendReceived(1, sender(N2), new AppendEntries(2, N2, new EntryId(1, 3), 9, entries(4, 1, 2))));

        assertThat(replyOf(effects)).isEqualTo(new Appended(2, 5));
        assertThat(effects).doesNotHaveAnyElementsOfTypes(Persist.class);
    }

    @Test
    void requestThatContradictsTheSnapshotsLastEntryIsRefused() {
        RaftCore core = recovered(new EntryId(2, 9), 9);

        List<Effect> effects = core.step(
                new AppendReceived(1, sender(N2), new AppendEntries(2, N2, new EntryId(1, 8), 9, entries(9, 1, 2))));

        assertThat(replyOf(effects)).isInstanceOf(Refused.class);
    }

    @Test
    void ownSnapshotReplacesTheLogButForTheEntriesToKeep() {
        RaftCore core = committed(1, 1, 2, 2, 2);

        List<Effect> effects = core.step(new SnapshotTaken(snapshot(2, 4), 3));

        assertThat(only(effects, Persist.class).adoption())
                .isEqualTo(new SnapshotAdoption(snapshot(2, 4), new EntryId(1, 2), false));
        assertThat(core.view().log()).isEqualTo(new LogTerms(new EntryId(1, 2), List.of(new TermRun(3, 2)), 5));
        assertThat(core.view().commitIndex()).isEqualTo(5);
    }

    @Test
    void ownSnapshotKeepsNothingOfWhatItStandsForIfToldSo() {
        RaftCore core = committed(1, 1, 2);

        core.step(new SnapshotTaken(snapshot(2, 3), 99));

        assertThat(core.view().log()).isEqualTo(LogTerms.behind(new EntryId(2, 3)));
    }

    @Test
    void ownSnapshotOlderThanTheLogIsDropped() {
        RaftCore core = recovered(new EntryId(2, 9), 9);

        assertThat(core.step(new SnapshotTaken(snapshot(1, 4), 1))).isEmpty();
    }

    @Test
    void ownSnapshotOfWhatIsNotCommittedIsABug() {
        RaftCore core = follower(3, 2, 1, 1);

        assertThatThrownBy(() -> core.step(new SnapshotTaken(snapshot(1, 2), 1)))
                .isInstanceOf(InvariantViolation.class);
    }

    @Test
    void startKnowsThatWhatTheSnapshotStandsForIsCommitted() {
        RaftCore core = recovered(new EntryId(1, 4), 9);

        assertThat(core.view().commitIndex()).isEqualTo(6);
        assertThat(core.view().log().base()).isEqualTo(new EntryId(1, 4));
    }

    @Test
    void leaderCountsACopyThatCameAsASnapshot() {
        RaftCore core = leader(3, 2, 1, 1);
        core.step(new Persisted(2));

        List<Effect> effects = core.step(new AppendAnswered(core.view().epoch(), sender(N2), 3, new Appended(3, 3)));

        assertThat(effects).contains(new Commit(3));
    }

    @Test
    void leaderStepsDownWhenSomebodyWantsItsSnapshotInALaterTerm() {
        RaftCore core = leader(3, 2, 1, 1);

        core.step(new AppendAnswered(core.view().epoch(), sender(N2), 3, new SnapshotWanted(9)));

        assertThat(core.view().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void requestForWhatStandsBeforeTheBaseCannotBeCut() {
        RaftCore core = leader(1, 2, 1, 1, 1);
        core.step(new Persisted(2));
        core.step(new SnapshotTaken(snapshot(1, 3), 3));

        assertThat(AppendRequests.cut(core.view(), 3, EntryBatch.empty(), 1, 1).previous())
                .isEqualTo(new EntryId(1, 2));
        assertThatThrownBy(() -> AppendRequests.cut(core.view(), 2, EntryBatch.empty(), 1, 1))
                .isInstanceOf(InvariantViolation.class);
    }

    @Test
    void rejectionOfATermBeforeTheBaseLeadsToTheSnapshot() {
        LogTerms log = new LogTerms(new EntryId(4, 10), List.of(new TermRun(11, 4)), 15);

        long next = AppendRequests.nextIndexAfterRejection(log, 12, new AppendRejected(5, 12, 3, 8));

        assertThat(next).isLessThanOrEqualTo(log.base().index());
    }

    /** A follower with a snapshot up to index 6 at most, a log from a base to an index, all of the base's or term 2. */
    private static RaftCore recovered(EntryId base, long lastIndex) {
        long index = Math.max(base.index(), 6);
        EntryId last = index == base.index() ? base : new EntryId(2, index);
        List<TermRun> runs = lastIndex == base.index() ? List.of() : List.of(new TermRun(base.index() + 1, 2));
        SnapshotMeta snapshot = new SnapshotMeta(last, index, voters(3));
        return new RaftCore(
                Fixture.N1,
                new Recovered(Incarnation.of(1), hard(2, null), snapshot, base, runs, lastIndex, lastIndex, voters(3)));
    }

    /** A follower that knows everything as committed. */
    private static RaftCore committed(long... terms) {
        RaftCore core = follower(3, 2, terms);
        EntryId last = core.view().log().lastEntry();
        core.step(new AppendReceived(1, sender(N2), new AppendEntries(2, N2, last, last.index(), NOTHING)));
        return core;
    }

    private static SnapshotMeta snapshot(long term, long index) {
        return new SnapshotMeta(new EntryId(term, index), index, voters(3));
    }

    private static InstallReceived install(long rpcId, long term, SnapshotMeta snapshot) {
        NodeId from = N2;
        return new InstallReceived(rpcId, sender(from), new InstallSnapshot(term, from, snapshot, 100));
    }

    private static RaftResponse replyOf(List<Effect> effects) {
        return only(effects, Reply.class).response();
    }

    private static <E extends Effect> E only(List<Effect> effects, Class<E> type) {
        List<E> found =
                effects.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}

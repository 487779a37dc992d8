package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N1;
import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.NOTHING;
import static io.github.reactiveraft.core.protocol.Fixture.append;
import static io.github.reactiveraft.core.protocol.Fixture.entries;
import static io.github.reactiveraft.core.protocol.Fixture.follower;
import static io.github.reactiveraft.core.protocol.Fixture.hard;
import static io.github.reactiveraft.core.protocol.Fixture.heartbeat;
import static io.github.reactiveraft.core.protocol.Fixture.id;
import static io.github.reactiveraft.core.protocol.Fixture.leader;
import static io.github.reactiveraft.core.protocol.Fixture.log;
import static io.github.reactiveraft.core.protocol.Fixture.persist;
import static io.github.reactiveraft.core.protocol.Fixture.reply;
import static io.github.reactiveraft.core.protocol.Fixture.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftResponse.AppendRejected;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.Refused.Reason;
import io.github.reactiveraft.core.protocol.Effect.Commit;
import io.github.reactiveraft.core.protocol.Effect.EnterRole;
import io.github.reactiveraft.core.protocol.Effect.RestartElectionTimer;
import io.github.reactiveraft.core.protocol.Event.AppendReceived;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("§5.3 Log replication: the follower")
class LogReplicationTest {

    private static final RestartElectionTimer RESTART = new RestartElectionTimer();

    @Test
    void entriesAreOnDiskBeforeTheAnswerLeaves() {
        RaftCore core = follower(3, 4, 1, 4);

        List<Effect> effects = core.step(append(7, N2, 4, id(4, 2), 0, entries(3, 4, 4)));

        assertThat(effects)
                .containsExactly(persist(1, null, 0, entries(3, 4, 4), reply(7, new Appended(4, 4))), RESTART);
        assertThat(core.view().leader()).isEqualTo(N2);
        assertThat(core.view().log()).isEqualTo(log(1, 4, 4, 4));
        assertThat(core.view().durableIndex()).isEqualTo(2);
    }

    @Test
    void laterTermAndEntriesShareOneWrite() {
        RaftCore core = follower(3, 4, 1, 4);

        List<Effect> effects = core.step(append(7, N2, 6, id(4, 2), 0, entries(3, 6)));

        assertThat(effects)
                .containsExactly(persist(1, hard(6, null), 0, entries(3, 6), reply(7, new Appended(6, 3))), RESTART);
        assertThat(core.view().term()).isEqualTo(4);
        assertThat(core.view().leader()).isNull();
        core.step(new Persisted(1));
        assertThat(core.view().term()).isEqualTo(6);
        assertThat(core.view().leader()).isEqualTo(N2);
    }

    @Test
    void heartbeatInTheKnownTermIsAnsweredAtOnce() {
        RaftCore core = follower(3, 4, 1, 4);

        List<Effect> effects = core.step(heartbeat(7, N2, 4, id(4, 2), 0));

        assertThat(effects).containsExactly(reply(7, new Appended(4, 2)), RESTART);
    }

    @Test
    void heartbeatVerifiesNoMoreThanItsPreviousEntry() {
        RaftCore core = follower(3, 4, 1, 1, 4);

        List<Effect> effects = core.step(heartbeat(7, N2, 4, id(1, 1), 3));

        assertThat(effects).containsExactly(reply(7, new Appended(4, 1)), RESTART, new Commit(1));
    }

    @Test
    void heartbeatIsNotAnsweredWithWhatIsStillOnItsWayToTheDisk() {
        RaftCore core = follower(3, 4, 1, 4);
        core.step(append(6, N2, 4, id(4, 2), 0, entries(3, 4, 4)));

        List<Effect> effects = core.step(heartbeat(7, N2, 4, id(4, 4), 0));

        assertThat(effects).containsExactly(reply(7, new Appended(4, 2)), RESTART);
    }

    @Test
    void emptyLogAcceptsFromTheStart() {
        RaftCore core = follower(3, 1);

        List<Effect> effects = core.step(append(7, N2, 1, EntryId.NONE, 0, entries(1, 1)));

        assertThat(effects).containsExactly(persist(1, null, 0, entries(1, 1), reply(7, new Appended(1, 1))), RESTART);
    }

    @Test
    void logThatIsTooShortSaysWhereItEnds() {
        RaftCore core = follower(3, 4, 1, 4);

        List<Effect> effects = core.step(append(7, N2, 4, id(4, 5), 5, entries(6, 4)));

        assertThat(effects).containsExactly(reply(7, new AppendRejected(4, 2, 0, 3)), RESTART);
        assertThat(core.view().commitIndex()).isZero();
    }

    @Test
    void logThatDiffersSaysWhichTermItHasThereAndWhereThatStarts() {
        RaftCore core = follower(3, 5, 1, 2, 2, 2);

        List<Effect> effects = core.step(append(7, N2, 5, id(4, 4), 0, entries(5, 5)));

        assertThat(effects).containsExactly(reply(7, new AppendRejected(5, 4, 2, 2)), RESTART);
    }

    @Test
    void hintNeverPointsBelowWhatIsCommitted() {
        RaftCore core = follower(3, 5, 1, 2, 2, 2);
        core.step(heartbeat(6, N2, 5, id(2, 3), 3));

        List<Effect> effects = core.step(append(7, N2, 5, id(4, 4), 3, entries(5, 5)));

        assertThat(effects).containsExactly(reply(7, new AppendRejected(5, 4, 2, 4)), RESTART);
    }

    @Test
    void onlyWhatConflictsIsRemoved() {
        RaftCore core = follower(3, 5, 1, 2, 2, 2);

        List<Effect> effects = core.step(append(7, N2, 5, id(1, 1), 0, entries(2, 2, 5, 5)));

        assertThat(effects)
                .containsExactly(persist(1, null, 3, entries(3, 5, 5), reply(7, new Appended(5, 4))), RESTART);
        assertThat(core.view().log()).isEqualTo(log(1, 2, 5, 5));
    }

    @Test
    void lateShortRequestRemovesNothing() {
        RaftCore core = follower(3, 4, 4, 4, 4);

        List<Effect> effects = core.step(append(7, N2, 4, EntryId.NONE, 0, entries(1, 4, 4)));

        assertThat(effects).containsExactly(reply(7, new Appended(4, 2)), RESTART);
        assertThat(core.view().log().lastIndex()).isEqualTo(3);
    }

    @Test
    void overlapIsSkipped() {
        RaftCore core = follower(3, 4, 4, 4);

        List<Effect> effects = core.step(append(7, N2, 4, id(4, 1), 0, entries(2, 4, 4)));

        assertThat(effects).containsExactly(persist(1, null, 0, entries(3, 4), reply(7, new Appended(4, 3))), RESTART);
    }

    @Test
    void conflictWithACommittedEntryIsRefusedAndChangesNothing() {
        RaftCore core = follower(3, 4, 4, 4, 4);
        core.step(heartbeat(6, N2, 4, id(4, 2), 2));
        RaftView before = core.view();

        List<Effect> byEntry = core.step(append(7, N3, 6, EntryId.NONE, 0, entries(1, 4, 5)));
        List<Effect> byPrevious = core.step(append(8, N3, 6, id(5, 2), 0, NOTHING));

        Refused refused = new Refused(
                Reason.MALFORMED,
                "The request contradicts an entry up to 2, which is committed: look for a member that runs with data"
                        + " of another cluster");
        assertThat(byEntry).containsExactly(reply(7, refused));
        assertThat(byPrevious).containsExactly(reply(8, refused));
        assertThat(core.view()).isEqualTo(before);
    }

    @Test
    void whatIsCommittedButNotOnDiskYetIsNotRemovedEither() {
        RaftCore core = follower(3, 4);
        core.step(append(6, N2, 4, EntryId.NONE, 2, entries(1, 4, 4)));

        List<Effect> effects = core.step(append(7, N3, 6, EntryId.NONE, 0, entries(1, 5)));

        assertThat(effects).singleElement().isInstanceOf(Effect.Reply.class);
        assertThat(core.view().log()).isEqualTo(log(4, 4));
    }

    @Test
    void commitFollowsTheLeaderOnlyAsFarAsThisRequestVerified() {
        RaftCore core = follower(3, 4, 1, 1, 1);

        List<Effect> effects = core.step(append(7, N2, 4, EntryId.NONE, 9, entries(1, 1, 1)));

        assertThat(effects).containsExactly(reply(7, new Appended(4, 2)), RESTART, new Commit(2));
        assertThat(core.view().commitIndex()).isEqualTo(2);
    }

    @Test
    void commitFollowsTheLeaderOnlyAsFarAsTheDisk() {
        RaftCore core = follower(3, 4, 1);

        List<Effect> effects = core.step(append(7, N2, 4, id(1, 1), 3, entries(2, 4, 4)));
        List<Effect> persisted = core.step(new Persisted(1));

        assertThat(effects)
                .containsExactly(
                        persist(1, null, 0, entries(2, 4, 4), reply(7, new Appended(4, 3))), RESTART, new Commit(1));
        assertThat(persisted).containsExactly(new Commit(3));
    }

    @Test
    void lowerCommitIndexOfTheLeaderTakesNothingBack() {
        RaftCore core = follower(3, 4, 4, 4);
        core.step(heartbeat(6, N2, 4, id(4, 2), 2));

        List<Effect> effects = core.step(heartbeat(7, N2, 4, id(4, 2), 1));

        assertThat(effects).containsExactly(reply(7, new Appended(4, 2)), RESTART);
        assertThat(core.view().commitIndex()).isEqualTo(2);
    }

    @Test
    void deposedLeaderIsTold() {
        RaftCore core = follower(3, 4, 1, 4);

        List<Effect> effects = core.step(append(7, N2, 3, id(1, 1), 2, entries(2, 3)));

        assertThat(effects).containsExactly(reply(7, new AppendRejected(4, 2, 0, 3)));
        assertThat(core.view().log()).isEqualTo(log(1, 4));
        assertThat(core.view().leader()).isNull();
    }

    @Test
    void secondLeaderOfATermIsRefused() {
        RaftCore core = follower(3, 4, 4);
        core.step(heartbeat(6, N2, 4, id(4, 1), 0));

        List<Effect> effects = core.step(append(7, N3, 4, EntryId.NONE, 0, entries(1, 3)));

        assertThat(effects)
                .containsExactly(reply(7, new Refused(Reason.MALFORMED, "Term 4 has the leader n2, not n3")));
    }

    @Test
    void leaderRefusesAnotherLeaderOfItsTerm() {
        RaftCore core = leader(3, 4);

        List<Effect> effects = core.step(heartbeat(7, N2, 5, EntryId.NONE, 0));

        assertThat(effects)
                .containsExactly(reply(7, new Refused(Reason.MALFORMED, "Term 5 has the leader n1, not n2")));
        assertThat(core.view().role()).isEqualTo(Role.LEADER);
    }

    @Test
    void leaderFollowsTheLeaderOfALaterTermAndGivesUpItsOwnEntries() {
        RaftCore core = leader(3, 4, 1);

        List<Effect> effects = core.step(append(7, N2, 6, id(1, 1), 1, entries(2, 6, 6)));

        assertThat(effects)
                .containsExactly(
                        new EnterRole(Role.FOLLOWER, 5),
                        persist(3, hard(6, null), 2, entries(2, 6, 6), reply(7, new Appended(6, 3))),
                        RESTART,
                        new Commit(1));
        assertThat(core.view().log()).isEqualTo(log(1, 6, 6));
    }

    @Test
    void requestInAnotherLeadersNameIsRefused() {
        RaftCore core = follower(3, 4);

        List<Effect> effects =
                core.step(new AppendReceived(7, sender(N2), new AppendEntries(4, N3, EntryId.NONE, 0, NOTHING)));

        assertThat(effects)
                .containsExactly(reply(7, new Refused(Reason.MALFORMED, "n2 sent a request in the name of n3")));
        assertThat(core.view().self()).isEqualTo(N1);
    }
}

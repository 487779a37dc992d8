package io.github.reactiveraft.core.protocol;

import static io.github.reactiveraft.core.protocol.Fixture.N1;
import static io.github.reactiveraft.core.protocol.Fixture.N2;
import static io.github.reactiveraft.core.protocol.Fixture.N3;
import static io.github.reactiveraft.core.protocol.Fixture.NOTHING;
import static io.github.reactiveraft.core.protocol.Fixture.entries;
import static io.github.reactiveraft.core.protocol.Fixture.follower;
import static io.github.reactiveraft.core.protocol.Fixture.hard;
import static io.github.reactiveraft.core.protocol.Fixture.persist;
import static io.github.reactiveraft.core.protocol.Fixture.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.Role;
import io.github.reactiveraft.api.model.EntryId;
import io.github.reactiveraft.api.model.HardState;
import io.github.reactiveraft.api.model.Incarnation;
import io.github.reactiveraft.api.model.RaftRequest.AppendEntries;
import io.github.reactiveraft.api.model.RaftRequest.PreVote;
import io.github.reactiveraft.api.model.RaftRequest.RequestVote;
import io.github.reactiveraft.api.model.RaftResponse.Appended;
import io.github.reactiveraft.api.model.RaftResponse.PreVoteReply;
import io.github.reactiveraft.api.model.RaftResponse.Refused;
import io.github.reactiveraft.api.model.RaftResponse.Refused.Reason;
import io.github.reactiveraft.api.model.Sender;
import io.github.reactiveraft.core.protocol.Effect.Commit;
import io.github.reactiveraft.core.protocol.Event.AppendAnswered;
import io.github.reactiveraft.core.protocol.Event.AppendReceived;
import io.github.reactiveraft.core.protocol.Event.BallotClosed;
import io.github.reactiveraft.core.protocol.Event.ElectionTimeout;
import io.github.reactiveraft.core.protocol.Event.PeerMet;
import io.github.reactiveraft.core.protocol.Event.Persisted;
import io.github.reactiveraft.core.protocol.Event.PreVoteReceived;
import io.github.reactiveraft.core.protocol.Event.VoteReceived;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A member that comes back with an older copy of its data is not the one that was met")
class StartNumbersTest {

    private static final Incarnation FIRST = Incarnation.of(2).opened(11);
    private static final Incarnation SECOND = FIRST.opened(12);
    private static final Incarnation COPY = FIRST.opened(13);

    private static final Refused SUPERSEDED = new Refused(
            Reason.SUPERSEDED,
            "n2 was known as incarnation 2#2.c and now is 2#2.d, which does not go on from there: its data is an older"
                    + " copy of what it had, or was copied and the copy was started. It must not vote with what it has"
                    + " forgotten");

    private final HardState met = hard(4, null).knowing(N2, SECOND);

    private static Sender n2(Incarnation incarnation) {
        return new Sender(N2, incarnation);
    }

    @Test
    void requestsOfACopyAreRefusedAndChangeNothing() {
        RaftCore core = follower(3, met);
        RaftView before = core.view();

        assertThat(core.step(new PreVoteReceived(7, n2(COPY), new PreVote(9, N2, EntryId.NONE))))
                .containsExactly(reply(7, SUPERSEDED));
        assertThat(core.step(new VoteReceived(8, n2(COPY), new RequestVote(9, N2, EntryId.NONE))))
                .containsExactly(reply(8, SUPERSEDED));
        assertThat(core.step(new AppendReceived(9, n2(COPY), new AppendEntries(9, N2, EntryId.NONE, 0, entries(1, 9)))))
                .containsExactly(reply(9, SUPERSEDED));
        assertThat(core.step(new PeerMet(n2(COPY)))).isEmpty();
        assertThat(core.view()).isEqualTo(before);
        assertThat(before.refusal(n2(COPY))).isEqualTo(SUPERSEDED);
    }

    @Test
    void earlierStartIsRefused() {
        RaftCore core = follower(3, met);

        List<Effect> effects = core.step(new PreVoteReceived(7, n2(FIRST), new PreVote(9, N2, EntryId.NONE)));

        assertThat(effects).singleElement().isInstanceOfSatisfying(Effect.Reply.class, refused -> assertThat(
                        ((Refused) refused.response()).reason())
                .isEqualTo(Reason.SUPERSEDED));
    }

    @Test
    void laterStartIsNotedBeforeItIsAnswered() {
        RaftCore core = follower(3, met);
        Incarnation third = SECOND.opened(1);

        List<Effect> effects = core.step(new PreVoteReceived(7, n2(third), new PreVote(5, N2, EntryId.NONE)));
        List<Effect> earlier = core.step(new PeerMet(n2(SECOND)));

        assertThat(effects)
                .containsExactly(persist(1, met.knowing(N2, third), 0, NOTHING, reply(7, new PreVoteReply(4, true))));
        assertThat(earlier).isEmpty();
        assertThat(core.view().hasMet(n2(third))).isTrue();
    }

    @Test
    void voteOfALaterStartCountsOnlyOnceTheStartIsOnDisk() {
        RaftCore core = follower(3, met);
        core.step(new ElectionTimeout(1));
        core.step(new BallotClosed(2, List.of(new Ballot(n2(SECOND), 4, true))));
        core.step(new Persisted(1));
        Incarnation third = SECOND.opened(1);
        BallotClosed vote = new BallotClosed(3, List.of(new Ballot(n2(third), 5, true)));

        List<Effect> first = core.step(vote);
        List<Effect> tooEarly = core.step(vote);
        core.step(new Persisted(2));
        core.step(vote);

        assertThat(first).containsExactly(persist(2, met.inTerm(5, N1).knowing(N2, third), 0, NOTHING));
        assertThat(tooEarly).isEmpty();
        assertThat(core.view().role()).isEqualTo(Role.LEADER);
    }

    @Test
    void copiesOfEntriesCountOnlyFromAStartThatIsOnDiskAndNeverFromACopy() {
        RaftCore core = follower(3, met);
        core.step(new ElectionTimeout(1));
        core.step(new BallotClosed(2, List.of(Fixture.yes(N3, 4))));
        core.step(new Persisted(1));
        core.step(new BallotClosed(3, List.of(Fixture.yes(N3, 5))));
        core.step(new Persisted(2));
        Incarnation third = SECOND.opened(1);
        long epoch = core.view().epoch();

        List<Effect> ofACopy = core.step(new AppendAnswered(epoch, n2(COPY), 1, new Appended(5, 1)));
        List<Effect> laterTermOfACopy = core.step(new AppendAnswered(epoch, n2(COPY), 1, new Appended(9, 1)));
        List<Effect> first = core.step(new AppendAnswered(epoch, n2(third), 1, new Appended(5, 1)));
        core.step(new Persisted(3));
        List<Effect> counted = core.step(new AppendAnswered(epoch, n2(third), 1, new Appended(5, 1)));

        assertThat(ofACopy).isEmpty();
        assertThat(laterTermOfACopy).isEmpty();
        assertThat(first).containsExactly(persist(3, met.inTerm(5, N1).knowing(N2, third), 0, NOTHING));
        assertThat(counted).containsExactly(new Commit(1));
    }
}
